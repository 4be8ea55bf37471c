/**
 * Where all hosts are behind one interface, what goes from one to another leaves by where it came in. A router would
 * tell them of the shorter way, on which no security group filters.
 */
export const NO_REDIRECTS = `table ip no_redirects {
  chain output {
    type filter hook output priority filter; policy accept;
    icmp type redirect drop
  }
}
`;
