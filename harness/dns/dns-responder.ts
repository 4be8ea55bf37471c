import {
  type Answer,
  AUTHORITATIVE_ANSWER,
  type DecodedPacket,
  decode,
  encode,
  type OptAnswer,
  type Packet,
  type Question,
  RECURSION_DESIRED,
  TRUNCATED_RESPONSE,
} from 'dns-packet';

/** The addresses behind a name, now. */
export interface DnsRecord {
  readonly addresses: readonly string[];
  readonly ttlSeconds: number;
}

/** Looks a name up: lower case, without a dot at the end; undefined when there is no such name. */
export type DnsLookup = (name: string) => DnsRecord | undefined;

/** The name that an address has, if any; how DNS finds names of addresses is not its matter. */
export type DnsPointerLookup = (address: string) => string | undefined;

/** Response codes (RFC 1035, RFC 2136, RFC 6891). */
const RCODE = {
  noError: 0,
  formErr: 1,
  servFail: 2,
  nxDomain: 3,
  notImp: 4,
  refused: 5,
  badVers: 16,
} as const;

/** Names of load balancers in any Region: what we are the authority for. */
const LOAD_BALANCER_ZONE = /(?:^|\.)(elb\.[a-z0-9-]+\.amazonaws\.com(?:\.cn)?)$/;

/** Where the names of IPv4 addresses are: the address backwards. */
const REVERSE_ZONE = /^(\d+)\.(\d+)\.(\d+)\.(\d+)\.in-addr\.arpa$/;

const HEADER_BYTES = 12;
/** Least that every resolver takes over UDP, and the most that we send: it needs no fragments. */
const PLAIN_UDP_BYTES = 512;
const OUR_UDP_BYTES = 1232;
/** How long a resolver may remember that a name does not exist, as at AWS: not long. */
const NEGATIVE_TTL_SECONDS = 60;
const POINTER_TTL_SECONDS = 60;

/**
 * Answers DNS queries for the names of load balancers, and refuses all others: nothing is ever forwarded.
 *
 * Several addresses are rotated by one place a query, as Route 53 does, so that clients that take the first one
 * spread over the zones; the turn is counted by name, so a run can be repeated.
 */
export class DnsResponder {
  readonly #lookup: DnsLookup;
  readonly #lookupPointer: DnsPointerLookup | undefined;
  readonly #turns = new Map<string, number>();

  /** With `lookupPointer` it is the authority for the names of all IPv4 addresses, too. */
  constructor(lookup: DnsLookup, lookupPointer?: DnsPointerLookup) {
    this.#lookup = lookup;
    this.#lookupPointer = lookupPointer;
  }

  /** The response to a packet; undefined for what deserves none. */
  respond(packet: Uint8Array, transport: 'udp' | 'tcp'): Buffer | undefined {
    const bytes = Buffer.from(packet.buffer, packet.byteOffset, packet.byteLength);
    // Not even an id to answer to, or a response: answering responses could make a loop.
    if (bytes.length < HEADER_BYTES || bytes.readUInt8(2) >= 0x80) return undefined;
    const query = decodeQuery(bytes);
    if (!query) return encode({ type: 'response', id: bytes.readUInt16BE(0), flags: RCODE.formErr });
    const response = this.#answer(query, bytes.readUInt8(2) >> 3);
    return transport === 'tcp' ? encode(response) : encodeWithin(response, udpLimit(query));
  }

  #answer(query: DecodedPacket, opcode: number): Packet {
    const [question] = query.questions ?? [];
    const opt = ednsOf(query);
    const response = (rcode: number, parts: Partial<Packet> = {}): Packet => ({
      type: 'response',
      id: query.id,
      // Opcode and the recursion-desired bit are repeated; recursion is not available here.
      flags: (opcode << 11) | ((query.flags ?? 0) & RECURSION_DESIRED) | (parts.flags ?? 0) | (rcode & 0xf),
      questions: query.questions,
      answers: parts.answers,
      authorities: parts.authorities,
      additionals: opt ? [ednsResponse(rcode)] : [],
    });
    if (opt && opt.ednsVersion !== 0) return response(RCODE.badVers);
    if (opcode !== 0) return response(RCODE.notImp);
    if (!question || query.questions?.length !== 1) return response(RCODE.formErr);
    const name = question.name.toLowerCase().replace(/\.$/, '');
    if (question.class !== 'IN' && question.class !== 'ANY') return response(RCODE.refused);
    if (this.#lookupPointer && REVERSE_ZONE.test(name))
      return this.#answerPointer(question, name, response, this.#lookupPointer);
    let record: DnsRecord | undefined;
    try {
      record = this.#lookup(name);
    } catch {
      return response(RCODE.servFail);
    }
    const zone = LOAD_BALANCER_ZONE.exec(name)?.[1];
    if (!record && !zone) return response(RCODE.refused);
    const wantsAddresses = question.type === 'A' || String(question.type) === 'ANY';
    if (!record || !wantsAddresses || record.addresses.length === 0)
      return response(record ? RCODE.noError : RCODE.nxDomain, {
        flags: AUTHORITATIVE_ANSWER,
        authorities: [startOfAuthority(zone ?? name)],
      });
    const { ttlSeconds } = record;
    const answers = this.#rotate(name, record.addresses).map(
      (data): Answer => ({ type: 'A', name: question.name, ttl: ttlSeconds, data }),
    );
    return response(RCODE.noError, { flags: AUTHORITATIVE_ANSWER, answers });
  }

  #answerPointer(
    question: Question,
    name: string,
    response: (rcode: number, parts: Partial<Packet>) => Packet,
    lookup: DnsPointerLookup,
  ): Packet {
    const [, ...backwards] = REVERSE_ZONE.exec(name) ?? [];
    const pointer = lookup(backwards.reverse().join('.'));
    const isAsked = question.type === 'PTR' || String(question.type) === 'ANY';
    if (pointer === undefined || !isAsked)
      return response(pointer === undefined ? RCODE.nxDomain : RCODE.noError, {
        flags: AUTHORITATIVE_ANSWER,
        authorities: [startOfAuthority('in-addr.arpa')],
      });
    const answer: Answer = { type: 'PTR', name: question.name, ttl: POINTER_TTL_SECONDS, data: pointer };
    return response(RCODE.noError, { flags: AUTHORITATIVE_ANSWER, answers: [answer] });
  }

  #rotate(name: string, addresses: readonly string[]): string[] {
    const turn = this.#turns.get(name) ?? 0;
    this.#turns.set(name, turn + 1);
    const first = turn % addresses.length;
    return [...addresses.slice(first), ...addresses.slice(0, first)];
  }
}

/** Undefined for what is no DNS, and for names whose bytes could not be repeated as they are. */
function decodeQuery(bytes: Buffer): DecodedPacket | undefined {
  try {
    const query = decode(bytes);
    return query.questions?.every(({ name }) => /^[\x21-\x7e]+$/.test(name)) ? query : undefined;
  } catch {
    return undefined;
  }
}

function ednsOf(query: DecodedPacket): OptAnswer | undefined {
  return query.additionals?.find((record): record is OptAnswer => record.type === 'OPT');
}

function ednsResponse(rcode: number): OptAnswer {
  return {
    type: 'OPT',
    name: '.',
    udpPayloadSize: OUR_UDP_BYTES,
    extendedRcode: rcode >> 4,
    ednsVersion: 0,
    flags: 0,
    flag_do: false,
    options: [],
  };
}

/** Tells resolvers how long they may remember that there is nothing (RFC 2308). */
function startOfAuthority(zone: string): Answer {
  return {
    type: 'SOA',
    name: zone,
    ttl: NEGATIVE_TTL_SECONDS,
    data: {
      mname: `ns.${zone}`,
      rname: `hostmaster.${zone}`,
      serial: 1,
      refresh: 7200,
      retry: 900,
      expire: 1_209_600,
      minimum: NEGATIVE_TTL_SECONDS,
    },
  };
}

function udpLimit(query: DecodedPacket): number {
  const asked = ednsOf(query)?.udpPayloadSize ?? PLAIN_UDP_BYTES;
  return Math.min(Math.max(asked, PLAIN_UDP_BYTES), OUR_UDP_BYTES);
}

/** Leaves out what does not fit into a datagram and says so, so that the client asks again over TCP. */
function encodeWithin(response: Packet, limitBytes: number): Buffer {
  const whole = encode(response);
  if (whole.length <= limitBytes) return whole;
  return encode({
    ...response,
    flags: (response.flags ?? 0) | TRUNCATED_RESPONSE,
    answers: [],
    authorities: [],
  });
}
