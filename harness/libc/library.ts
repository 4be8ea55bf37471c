import { getSystemErrorMessage, getSystemErrorName } from 'node:util';
import koffi from 'koffi';

/** The C library of this process, whichever it is: glibc or musl. */
const library = koffi.load(null);

/** Declares a function of the C library by its prototype. */
export function declare(prototype: string): (...values: readonly unknown[]) => number {
  return library.func(prototype) as (...values: readonly unknown[]) => number;
}

/** What a system call returned; throws Node's kind of error, with `code`, where it says that it failed. */
export function succeeded(result: number, call: string): number {
  if (result >= 0) return result;
  const errno = -koffi.errno();
  const code = getSystemErrorName(errno);
  throw Object.assign(new Error(`${call}: ${code}, ${getSystemErrorMessage(errno)}`), {
    code,
    errno,
    syscall: call,
  });
}
