/** The most that one UDP datagram over IPv4 carries. */
export const MAX_PAYLOAD_BYTES = 65_507;
