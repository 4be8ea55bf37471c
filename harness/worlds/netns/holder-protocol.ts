import type { Endpoint } from '../../core/network/endpoint.ts';

/**
 * What goes between the harness and the process that holds the private network. Each request is answered by one
 * `done` or `failed` with its id; sockets travel with the answer, out of a network that this machine has no
 * other way into.
 */
export type HolderRequest = HolderAction & { readonly id: number };

export type HolderAction =
  | { readonly type: 'add-host'; readonly name: string; readonly address: string }
  | { readonly type: 'remove-host'; readonly name: string }
  /** A UDP socket of a host, or of the Internet where no host is named. */
  | { readonly type: 'open-udp'; readonly host: string | undefined; readonly at: Endpoint }
  /**
   * A TCP connection of a host, or of the Internet where no host is named, once it is there. Where nobody answers
   * within the patience (real time) it fails with ETIMEDOUT.
   */
  | {
      readonly type: 'open-connection';
      readonly host: string | undefined;
      readonly at: Endpoint;
      readonly to: Endpoint;
      readonly patienceMs: number;
    }
  /** The two sockets of a server in the router, which listens for UDP and TCP at one endpoint. */
  | { readonly type: 'open-server'; readonly transport: 'udp' | 'tcp'; readonly at: Endpoint }
  /** Answered when somebody accepts TCP connections there, or the patience (real time) is at its end. */
  | { readonly type: 'wait-for-listener'; readonly at: Endpoint; readonly patienceMs: number }
  /** The addresses of load-balancer nodes: these, and no others. */
  | { readonly type: 'node-addresses'; readonly addresses: readonly string[] }
  /** Rules for nft, loaded as a whole or not at all. */
  | { readonly type: 'load-rules'; readonly rules: string };

export type HolderMessage =
  | { readonly type: 'ready'; readonly directory: string }
  | { readonly type: 'done'; readonly id: number; readonly netFile?: string }
  /** `id` is undefined where the network could not be made at all. */
  | {
      readonly type: 'failed';
      readonly id: number | undefined;
      readonly code: string | undefined;
      readonly message: string;
    };
