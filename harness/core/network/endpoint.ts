/** An IPv4 address with a port: one end of a datagram or a connection. */
export interface Endpoint {
  readonly address: string;
  readonly port: number;
}

/** Transport protocols that the data plane tells apart. */
export type TransportProtocol = 'udp' | 'tcp';

/** `address:port`, the form used in messages, map keys and tables. */
export function formatEndpoint({ address, port }: Endpoint): string {
  return `${address}:${port}`;
}
