import type { Endpoint } from '../../../core/network/endpoint.ts';
import type { StreamMessage } from './byte-stream.ts';

/**
 * What goes between the harness and a station, the first process of each of a docker world's containers: a message a
 * line, as JSON. Each request is answered by one `done` or `failed` with its id, after it has taken effect. Datagrams
 * and bytes are base64.
 */
export type ToStation = (StationAction & { readonly id: number }) | ProgramSignal | StreamMessage;

export type StationAction =
  /** The VPC's router: forwards between hosts, filters, and has the addresses of load-balancer nodes. */
  | { readonly type: 'be-router' }
  /** The Internet: all addresses that no host has. */
  | { readonly type: 'be-internet' }
  /** An instance: has one address, and sends all it sends to the router. */
  | { readonly type: 'be-host'; readonly address: string }
  | { readonly type: 'add-host'; readonly address: string }
  | { readonly type: 'remove-host'; readonly address: string }
  /** These, and no others. */
  | { readonly type: 'node-addresses'; readonly addresses: readonly string[] }
  /** Rules for nft, loaded as a whole or not at all. */
  | { readonly type: 'load-rules'; readonly rules: string }
  | {
      readonly type: 'run';
      readonly program: number;
      readonly command: readonly string[];
      readonly environment: NodeJS.ProcessEnv;
      readonly directory: string | undefined;
      /** The numbers of its streams. */
      readonly stdin: number;
      readonly stdout: number;
      readonly stderr: number;
    }
  /** A UDP socket, at any address whatever in the Internet. */
  | { readonly type: 'open-udp'; readonly socket: number; readonly at: Endpoint }
  | {
      readonly type: 'send-udp';
      readonly socket: number;
      readonly payload: string;
      readonly to: Endpoint;
    }
  | { readonly type: 'close-udp'; readonly socket: number }
  | { readonly type: 'listen'; readonly server: number; readonly at: Endpoint }
  | { readonly type: 'close-server'; readonly server: number }
  /** To a Unix socket. Answered when it is connected. */
  | { readonly type: 'connect'; readonly stream: number; readonly path: string }
  /** By TCP, from any address whatever in the Internet; likewise, or when the patience (real time) is at its end. */
  | {
      readonly type: 'open-connection';
      readonly stream: number;
      readonly at: Endpoint;
      readonly to: Endpoint;
      readonly patienceMs: number;
    }
  /** Answered when somebody accepts TCP connections there, or the patience (real time) is at its end. */
  | { readonly type: 'wait-for-listener'; readonly at: Endpoint; readonly patienceMs: number };

/** To a program and what it started; not answered. */
export interface ProgramSignal {
  readonly type: 'signal';
  readonly program: number;
  readonly name: NodeJS.Signals;
}

export type FromStation =
  /** With the version of the harness that is in the image. */
  | { readonly type: 'ready'; readonly version: string }
  /** `bound`: where a socket or server is. */
  | { readonly type: 'done'; readonly id: number; readonly bound?: Endpoint | undefined }
  | {
      readonly type: 'failed';
      readonly id: number;
      readonly code: string | undefined;
      readonly message: string;
    }
  | {
      readonly type: 'exited';
      readonly program: number;
      readonly status: number | null;
      readonly signal: NodeJS.Signals | null;
    }
  | {
      readonly type: 'datagram';
      readonly socket: number;
      readonly payload: string;
      readonly from: Endpoint;
    }
  /** Somebody has connected. The station numbers these streams, below zero. */
  | { readonly type: 'connection'; readonly server: number; readonly stream: number }
  | StreamMessage;
