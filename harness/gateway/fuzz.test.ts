import * as ec2 from '@aws-sdk/client-ec2';
import * as elbv2 from '@aws-sdk/client-elastic-load-balancing-v2';
import * as sts from '@aws-sdk/client-sts';
import { HttpResponse } from '@smithy/core/protocols';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { checkInvariants } from '../core/elbv2/invariants.ts';
import { createRegion } from '../core/region.ts';
import { TIMINGS } from '../core/timings.ts';
import { type Backend, dispatch, type SignedRequest, type WireResponse } from './dispatch.ts';
import { arbitraryInput, resolveReferences } from './fuzz-requests.fixture.ts';
import { SERVICES } from './services.ts';

/** Fixed, so that a failure comes back and a success is no luck. */
const SEED = 51;

type ServiceName = 'elasticloadbalancing' | 'ec2' | 'sts';
type Step = readonly [service: ServiceName, operation: string, input: object];

/** The endpoint without sockets. */
class Endpoint {
  region = createRegion('us-east-1', { seed: SEED, timings: TIMINGS.documented });
  /** What happens to a body between the SDK and the endpoint. */
  mutate = (body: string): string => body;
  /** What the endpoint answered last. */
  answer: WireResponse | undefined;
  #now = 0;

  async ask(request: SignedRequest): Promise<WireResponse> {
    this.#now += 1_000;
    const { region } = this;
    const backend: Backend = {
      execute: async (_call, run) => run({ region, now: this.#now, accountId: region.accountId }),
    };
    this.answer = await dispatch({ services: SERVICES, backend }, request, 'request-id');
    return this.answer;
  }

  /** The SDK's request handler: gives its requests to the endpoint, and the answers back to it. */
  async handle(request: { method: string; headers: Record<string, string>; body: string }) {
    const { status, headers, body } = await this.ask({
      method: request.method,
      path: '/',
      query: '',
      headers: request.headers,
      contentType: request.headers['content-type'],
      authorization: request.headers.authorization,
      body: new TextEncoder().encode(this.mutate(request.body)),
    });
    const bytes = typeof body === 'string' ? new TextEncoder().encode(body) : body;
    return { response: new HttpResponse({ statusCode: status, headers: { ...headers }, body: bytes }) };
  }
}

const endpoint = new Endpoint();
const config = {
  region: 'us-east-1',
  credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  maxAttempts: 1,
  requestHandler: endpoint as never,
};
const SDKS = {
  elasticloadbalancing: { commands: elbv2, client: new elbv2.ElasticLoadBalancingV2Client(config) },
  ec2: { commands: ec2, client: new ec2.EC2Client(config) },
  sts: { commands: sts, client: new sts.STSClient(config) },
} as const;

/** Sends one operation through the SDK; resolves to what the SDK throws, if it does. */
async function send([service, name, input]: Step): Promise<unknown> {
  endpoint.answer = undefined;
  const { commands, client } = SDKS[service];
  const Command = Object(commands)[`${name}Command`];
  return (client as elbv2.ElasticLoadBalancingV2Client)
    .send(new Command(resolveReferences(endpoint.region, input)) as elbv2.DescribeTagsCommand)
    .then(
      () => undefined,
      (error: unknown) => error,
    );
}

/** Requests of a service's operations; those that are implemented come far more often than the others. */
function steps(signingName: ServiceName): fc.Arbitrary<Step> {
  const { model, operations } = SERVICES.find((service) => service.model.signingName === signingName)!;
  const all = [...model.operations.values()];
  const ofThese = (some: typeof all) =>
    fc
      .constantFrom(...some)
      .chain((operation) =>
        arbitraryInput(operation).map((input): Step => [signingName, operation.name, input]),
      );
  const implemented = all.filter(({ name }) => name in operations);
  return fc.oneof({ weight: 9, arbitrary: ofThese(implemented) }, { weight: 1, arbitrary: ofThese(all) });
}

const anyStep = fc.oneof(
  { weight: 6, arbitrary: steps('elasticloadbalancing') },
  { weight: 4, arbitrary: steps('ec2') },
  { weight: 1, arbitrary: steps('sts') },
);

/** What every sequence begins with, so that requests find something to work on. */
const BEGINNING: readonly Step[] = [
  [
    'ec2',
    'RunInstances',
    { ImageId: 'ami-0123456789abcdef0', MinCount: 1, MaxCount: 2, SubnetId: '$subnet:0' },
  ],
  ['ec2', 'AllocateAddress', {}],
  [
    'elasticloadbalancing',
    'CreateLoadBalancer',
    {
      Name: 'edge',
      Type: 'network',
      Subnets: ['$subnet:0', '$subnet:1'],
      SecurityGroups: ['$securityGroup:0'],
    },
  ],
  ['elasticloadbalancing', 'CreateLoadBalancer', { Name: 'web', Subnets: ['$subnet:0', '$subnet:1'] }],
  ...['UDP', 'TCP'].map(
    (Protocol): Step => [
      'elasticloadbalancing',
      'CreateTargetGroup',
      { Name: Protocol, Protocol, Port: 53, VpcId: '$vpc:0', TargetType: 'ip' },
    ],
  ),
  [
    'elasticloadbalancing',
    'CreateListener',
    {
      LoadBalancerArn: '$loadBalancer:0',
      Protocol: 'UDP',
      Port: 53,
      DefaultActions: [{ Type: 'forward', TargetGroupArn: '$targetGroup:0' }],
    },
  ],
  [
    'elasticloadbalancing',
    'CreateListener',
    {
      LoadBalancerArn: '$loadBalancer:0',
      Protocol: 'TLS',
      Port: 443,
      Certificates: [{ CertificateArn: 'arn:aws:acm:us-east-1:000000000000:certificate/1' }],
      DefaultActions: [{ Type: 'forward', TargetGroupArn: '$targetGroup:1' }],
    },
  ],
];

/** A fresh Region with something in it. */
async function beginAnew(): Promise<void> {
  endpoint.region = createRegion('us-east-1', { seed: SEED, timings: TIMINGS.documented });
  endpoint.mutate = (body) => body;
  for (const step of BEGINNING) expect(await send(step)).toBeUndefined();
}

/** Fails unless the answer is one that AWS could have given. */
function expectAwsAnswer({ status, body }: WireResponse): void {
  if (typeof body !== 'string') throw new Error('The answer is not XML');
  expect(body).not.toContain('<Code>InternalFailure</Code>');
  expect(body).toMatch(status === 200 ? /^<\?xml [^>]*>\n<\w+Response[ >]/ : /<Code>[\w.]+<\/Code>/);
  expectWellFormed(body);
}

/** Every element is closed in its turn, and text holds no markup. */
function expectWellFormed(xml: string): void {
  const open: string[] = [];
  for (const [, closing, name = '', empty] of xml.matchAll(/<(\/?)([\w:.-]+)[^<>]*?(\/?)>/g)) {
    if (closing) expect(open.pop()).toBe(name);
    else if (!empty) open.push(name);
  }
  expect(open).toEqual([]);
  expect(xml.replaceAll(/&(amp|lt|gt|quot|apos|#x?[0-9a-fA-F]+);/g, '')).not.toContain('&');
}

test('any request that the SDK can make gets an answer that the SDK understands, and leaves the state consistent', async () => {
  let done = 0;
  let refused = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(anyStep, { minLength: 20, maxLength: 50 }), async (sequence) => {
      await beginAnew();
      for (const step of sequence) {
        const failure = await send(step);
        const { answer, region } = endpoint;
        // The SDK itself refuses some inputs, such as a date beyond all dates: then nothing was sent.
        if (!answer) continue;
        expectAwsAnswer(answer);
        if (answer.status === 200) {
          expect(failure).toBeUndefined();
          done++;
        } else {
          expect(failure).toHaveProperty('$metadata.httpStatusCode', answer.status);
          refused++;
        }
        expect(checkInvariants(region)).toEqual([]);
      }
    }),
    { numRuns: 25, seed: SEED },
  );
  // Proof that the requests did something.
  expect(Math.min(done, refused)).toBeGreaterThan(150);
});

/** What a broken or hostile client does to a form. */
const mutations: fc.Arbitrary<(body: string) => string> = fc
  .array(
    fc.tuple(
      fc.constantFrom('cut', 'insert', 'repeat', 'swap'),
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.oneof(
        fc.constantFrom('&', '=', '.', '%', '.1', '+', '&Action=', '.member.1', '%ff'),
        fc.string({ maxLength: 5 }),
      ),
    ),
    { minLength: 1, maxLength: 4 },
  )
  .map((changes) => (body: string) => changes.reduce(mutated, body));

function mutated(body: string, [kind, where, text]: readonly [string, number, string]): string {
  const at = Math.floor(where * body.length);
  if (kind === 'cut') return body.slice(0, at) + body.slice(at + text.length);
  if (kind === 'insert') return body.slice(0, at) + text + body.slice(at);
  const parameters = body.split('&');
  const nth = Math.floor(where * parameters.length);
  const parameter = parameters[nth] ?? '';
  if (kind === 'repeat') return [...parameters, parameter].join('&');
  return parameters.toSpliced(nth, 1).toSpliced(0, 0, parameter).join('&');
}

test('any damaged request gets a well-formed answer and leaves the state consistent', async () => {
  let answered = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(anyStep, mutations), { minLength: 20, maxLength: 50 }),
      async (sequence) => {
        await beginAnew();
        for (const [step, mutate] of sequence) {
          endpoint.mutate = mutate;
          await send(step);
          if (!endpoint.answer) continue;
          expectAwsAnswer(endpoint.answer);
          expect(checkInvariants(endpoint.region)).toEqual([]);
          answered++;
        }
      },
    ),
    { numRuns: 20, seed: SEED },
  );
  expect(answered).toBeGreaterThan(500);
});

test('any bytes at all get a well-formed answer', async () => {
  const bytes = fc.oneof(
    fc.uint8Array({ maxLength: 200 }),
    fc.string().map((text) => new TextEncoder().encode(text)),
  );
  const header = fc.oneof(
    fc.string(),
    fc
      .constantFrom('elasticloadbalancing', 'ec2', 'sts')
      .map((service) => `AWS4-HMAC-SHA256 Credential=a/20260101/us-east-1/${service}/aws4_request`),
  );
  await beginAnew();
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom('POST', 'GET', 'TRACE'),
      header,
      bytes,
      fc.string(),
      fc.option(fc.string(), { nil: undefined }),
      async (method, authorization, body, query, contentType) => {
        const request = { method, authorization, body, query, contentType, path: '/', headers: {} };
        expectAwsAnswer(await endpoint.ask(request));
      },
    ),
    { numRuns: 500, seed: SEED },
  );
});
