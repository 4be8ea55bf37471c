import { runIp } from './run-network-program.ts';

/** The addresses of load-balancer nodes that a router has, beside its own. */
export class NodeAddresses {
  #held = new Set<string>();

  /** From now on these, and no others. */
  set(addresses: readonly string[]): void {
    const wanted = new Set(addresses);
    const commands = [
      ...[...this.#held].filter((one) => !wanted.has(one)).map((one) => `address delete ${one}/32`),
      ...[...wanted].filter((one) => !this.#held.has(one)).map((one) => `address add ${one}/32`),
    ];
    if (commands.length > 0) runIp(commands.map((command) => `${command} dev lo`));
    this.#held = wanted;
  }
}
