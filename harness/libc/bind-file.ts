import { declare, succeeded } from './library.ts';

const MS_BIND = 4096;

const mount = declare('int mount(str source, str target, str type, ulong flags, void *data)');

/** Puts a file in the place of another, for all processes in this mount namespace. */
export function bindFile(source: string, target: string): void {
  succeeded(mount(source, target, null, MS_BIND, null), `mount ${target}`);
}
