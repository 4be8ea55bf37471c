import ipaddr from 'ipaddr.js';

/** `10.0.0.1` as the number 167772161. Throws a RangeError for anything that is not a dotted IPv4 address. */
export function ipv4ToNumber(address: string): number {
  const octets = address.split('.');
  let number = 0;
  for (const octet of octets) {
    // By hand and not by the library, because this is done for each datagram of a new client.
    const value = Number(octet);
    if (!(value >= 0 && value <= 255) || String(value) !== octet) throw notAnAddress(address);
    number = number * 256 + value;
  }
  if (octets.length !== 4) throw notAnAddress(address);
  return number;
}

/** The inverse of {@link ipv4ToNumber}. */
export function ipv4FromNumber(number: number): string {
  // Without a list in between, because this is done for each address that a subnet is searched for.
  return `${number >>> 24}.${(number >>> 16) & 255}.${(number >>> 8) & 255}.${number & 255}`;
}

/** Whether a CIDR block holds an IPv4 address. Throws an Error for a malformed block. */
export function cidrContains(cidrBlock: string, address: string): boolean {
  const [network, prefixLength] = ipaddr.parseCIDR(cidrBlock);
  const parsed = ipaddr.parse(address);
  return parsed.kind() === network.kind() && parsed.match(network, prefixLength);
}

/** Whether a string is a well-formed IPv4 CIDR block. */
export function isCidrIpv4(text: string): boolean {
  return ipaddr.IPv4.isValidCIDRFourPartDecimal(text);
}

/** Whether a string is a dotted IPv4 address. */
export function isIpv4(text: string): boolean {
  return ipaddr.IPv4.isValidFourPartDecimal(text);
}

function notAnAddress(address: string): RangeError {
  return new RangeError(`'${address}' is not an IPv4 address`);
}
