import { decode, encode, type Packet, type RecordType } from 'dns-packet';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { DnsResponder } from './dns-responder.ts';

const NAME = 'my-nlb-0123456789abcdef.elb.us-east-1.amazonaws.com';
const ADDRESSES = ['172.31.0.10', '172.31.16.10', '172.31.32.10'];
const DEAD = 'dead-0123456789abcdef.elb.us-east-1.amazonaws.com';

function responder() {
  return new DnsResponder((name) => {
    if (name === NAME) return { addresses: ADDRESSES, ttlSeconds: 60 };
    return name === DEAD ? { addresses: [], ttlSeconds: 60 } : undefined;
  });
}

function ask(name: string, type = 'A', parts: Partial<Packet> = {}, subject = responder()) {
  const questions = [{ type: type as RecordType, name }];
  const response = subject.respond(encode({ type: 'query', id: 77, questions, ...parts }), 'udp');
  return response && (decode(response) as ReturnType<typeof decode> & { rcode: string });
}

function addressesOf(packet: ReturnType<typeof ask>): unknown[] {
  return (packet?.answers ?? []).map((answer) => 'data' in answer && answer.data);
}

test('answers a load balancer name with its addresses and their time to live', () => {
  const response = ask(NAME);
  expect(response).toMatchObject({ id: 77, rcode: 'NOERROR', flag_aa: true, flag_ra: false });
  expect(addressesOf(response)).toEqual(ADDRESSES);
  expect(response?.answers?.[0]).toMatchObject({ name: NAME, type: 'A', ttl: 60 });
});

test('rotates the addresses by one place a query', () => {
  const subject = responder();
  const firsts = [1, 2, 3, 4].map(() => addressesOf(ask(NAME, 'A', {}, subject))[0]);
  expect(firsts).toEqual([...ADDRESSES, ADDRESSES[0]]);
});

test('looks names up without regard to case and repeats the spelling of the question', () => {
  const odd = NAME.toUpperCase();
  expect(ask(odd)?.answers?.[0]).toMatchObject({ name: odd, data: ADDRESSES[0] });
});

test.for([
  ['a load balancer name that does not exist', `gone-1.elb.us-east-1.amazonaws.com`, 'A', 'NXDOMAIN'],
  ['such a name in another Region', `gone-1.elb.cn-north-1.amazonaws.com.cn`, 'A', 'NXDOMAIN'],
  ['any other name', 'www.example.com', 'A', 'REFUSED'],
  ['a name that only looks like one', 'elb.us-east-1.amazonaws.com.example.com', 'A', 'REFUSED'],
  ['the IPv6 addresses of a load balancer', NAME, 'AAAA', 'NOERROR'],
  ['another record type of a load balancer', NAME, 'TXT', 'NOERROR'],
  ['a load balancer without addresses', DEAD, 'A', 'NOERROR'],
] as const)('answers %s without records', ([, name, type, rcode]) => {
  const response = ask(name, type);
  expect(response).toMatchObject({ rcode, answers: [] });
  expect(response?.authorities?.map((record) => record.type)).toEqual(rcode === 'REFUSED' ? [] : ['SOA']);
});

test('takes part in EDNS, and names the version that it speaks', () => {
  const opt = (ednsVersion: number): Partial<Packet> => ({
    additionals: [
      {
        type: 'OPT',
        name: '.',
        udpPayloadSize: 4096,
        extendedRcode: 0,
        ednsVersion,
        flags: 0,
        flag_do: false,
        options: [],
      },
    ],
  });
  const response = ask(NAME, 'A', opt(0));
  expect(addressesOf(response)).toEqual(ADDRESSES);
  expect(response?.additionals?.[0]).toMatchObject({ type: 'OPT', ednsVersion: 0, udpPayloadSize: 1232 });
  expect(ask(NAME, 'A', opt(1))?.additionals?.[0]).toMatchObject({ extendedRcode: 1 });
});

test('marks an answer that does not fit into a datagram as truncated', () => {
  const many = Array.from({ length: 24 }, (_, index) => `172.31.0.${index + 1}`);
  const subject = new DnsResponder(() => ({ addresses: many, ttlSeconds: 60 }));
  expect(ask(NAME, 'A', {}, subject)).toMatchObject({ flag_tc: true, answers: [] });
  const query = encode({ type: 'query', id: 1, questions: [{ type: 'A', name: NAME }] });
  expect(decode(subject.respond(query, 'tcp')!).answers).toHaveLength(24);
});

test('refuses other operations, two questions and classes than the Internet', () => {
  expect(ask(NAME, 'A', { flags: 2 << 11 })?.rcode).toBe('NOTIMP');
  const question = { type: 'A', name: NAME } as const;
  expect(ask(NAME, 'A', { questions: [question, question] })?.rcode).toBe('FORMERR');
  expect(ask(NAME, 'A', { questions: [{ ...question, class: 'CH' }] })?.rcode).toBe('REFUSED');
});

test('reports a failing lookup as such', () => {
  const failing = new DnsResponder(() => {
    throw new Error('broken');
  });
  expect(ask(NAME, 'A', {}, failing)?.rcode).toBe('SERVFAIL');
});

test('never answers a response', () => {
  expect(ask(NAME, 'A', { type: 'response' })).toBeUndefined();
});

test('a name of bytes that are no text is malformed', () => {
  const query = encode({ type: 'query', id: 7, questions: [{ type: 'A', name: 'a'.repeat(60) }] });
  query.fill(0xff, 13, 73);
  expect(responder().respond(query, 'udp')?.subarray(0, 4)).toEqual(Buffer.from([0, 7, 0x80, 1]));
});

test('any bytes get no answer or a response with their id, and never an exception', () => {
  const subject = responder();
  const valid = encode({ type: 'query', id: 5, questions: [{ type: 'A', name: NAME }] });
  const damaged = fc
    .tuple(fc.nat(valid.length - 1), fc.nat(255), fc.nat(valid.length))
    .map(([at, byte, length]) => {
      const bytes = Buffer.from(valid);
      bytes[at] = byte;
      return bytes.subarray(0, length);
    });
  fc.assert(
    fc.property(fc.oneof(fc.uint8Array({ maxLength: 600 }), damaged), (bytes) => {
      const response = subject.respond(bytes, 'udp');
      if (bytes.length < 12) expect(response).toBeUndefined();
      if (response) expect([...response.subarray(0, 2)]).toEqual([...bytes.subarray(0, 2)]);
    }),
    { numRuns: 500 },
  );
});

test('answers for the names of addresses where it is told to, and refuses them elsewhere', () => {
  const nameOf = (address: string) => (address === '172.31.0.5' ? 'ip-172-31-0-5.ec2.internal' : undefined);
  const inside = new DnsResponder(() => undefined, nameOf);
  const known = ask('5.0.31.172.in-addr.arpa', 'PTR', {}, inside);
  expect(known).toMatchObject({ rcode: 'NOERROR', flag_aa: true });
  expect(addressesOf(known)).toEqual(['ip-172-31-0-5.ec2.internal']);
  expect(ask('6.0.31.172.in-addr.arpa', 'PTR', {}, inside)).toMatchObject({ rcode: 'NXDOMAIN' });
  expect(ask('5.0.31.172.in-addr.arpa', 'A', {}, inside)).toMatchObject({ rcode: 'NOERROR', answers: [] });
  expect(ask('5.0.31.172.in-addr.arpa', 'PTR')).toMatchObject({ rcode: 'REFUSED' });
});
