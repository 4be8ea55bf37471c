/** What a client of bench/connections.ts asks of its connection with the first byte. */
export const REQUESTS = { echo: 0x65, count: 0x63, ignore: 0x69 } as const;
