/** A third of the API's rules, through clients that are not the SDK for JavaScript. */
import { execFile, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { CreateSubnetCommand } from '@aws-sdk/client-ec2';
import {
  CreateLoadBalancerCommand,
  CreateTargetGroupCommand,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { expect, onTestFinished, test } from 'vitest';
import { deploy } from '../deployment/deploy.ts';
import { startLoopbackWorld } from './loopback-world.ts';
import { clientEnvironment, lacks } from './program.fixture.ts';
import { type WireRule, type WireStage, wireRules } from './wire-rules.fixture.ts';

const run = promisify(execFile);
const BOTO3_CALLS = fileURLToPath(new URL('../../fixtures/clients/boto3_calls.py', import.meta.url));
/** Processes of the AWS CLI at once: each takes half a second of a core to start. */
const AT_ONCE = 4;

/** How a client says a call ended. */
interface Ending {
  readonly title: string;
  readonly code: string | undefined;
  readonly text: string;
}

async function setStage(): Promise<{ stage: WireStage; env: NodeJS.ProcessEnv }> {
  const world = await startLoopbackWorld();
  onTestFinished(() => world.stop());
  const nlb = await deploy(world, { targets: 1, waitForHealthy: false });
  onTestFinished(() => nlb[Symbol.asyncDispose]());
  const { ec2, elbv2 } = nlb.aws;
  const subnetIds = nlb.zones.map(({ subnetId }) => subnetId);
  const neighbour = await ec2.send(
    new CreateSubnetCommand({
      VpcId: nlb.vpcId,
      CidrBlock: '172.31.240.0/24',
      AvailabilityZone: nlb.zones[0]!.availabilityZone,
    }),
  );
  const balancer = async (Name: string, Type: 'network' | 'application') => {
    const created = await elbv2.send(new CreateLoadBalancerCommand({ Name, Type, Subnets: subnetIds }));
    return created.LoadBalancers![0]!.LoadBalancerArn!;
  };
  const group = async (Protocol: 'UDP' | 'TCP' | 'TLS') => {
    const created = await elbv2.send(
      new CreateTargetGroupCommand({
        Name: `free-${Protocol}`,
        Protocol,
        Port: 53,
        VpcId: nlb.vpcId,
        TargetType: 'ip',
      }),
    );
    return created.TargetGroups![0]!.TargetGroupArn!;
  };
  const stage = {
    nlb,
    subnetIds,
    neighbourSubnetId: neighbour.Subnet!.SubnetId!,
    bareLoadBalancerArn: await balancer('bare', 'network'),
    applicationLoadBalancerArn: await balancer('alb', 'application'),
    groups: { UDP: await group('UDP'), TCP: await group('TCP'), TLS: await group('TLS') },
  };
  return { stage, env: clientEnvironment(world.awsClientConfig()) };
}

/** `CreateTargetGroup` as `create_target_group` or `create-target-group`. */
function lowerCase(operation: string, separator: string): string {
  return operation.replace(/(?<!^)[A-Z]/g, (letter) => `${separator}${letter}`).toLowerCase();
}

function expectEndings(endings: readonly Ending[], rules: readonly WireRule[]): void {
  expect(endings.map(({ title, code }) => ({ title, code }))).toEqual(
    rules.map(({ title, code }) => ({ title, code })),
  );
  for (const [index, { title, text }] of rules.entries()) expect(endings[index]!.text, title).toContain(text);
}

test('boto3 gets the codes and texts of AWS, and HTTP status 400', async ({ skip }) => {
  const reason = await lacks('python3', '-c', 'import boto3');
  if (reason) skip(reason);
  const { stage, env } = await setStage();
  const rules = wireRules(stage);
  const python = spawn('python3', [BOTO3_CALLS], { env, stdio: ['pipe', 'pipe', 'inherit'] });
  onTestFinished(() => void python.kill());
  for (const { operation, input } of rules)
    python.stdin.write(
      `${JSON.stringify({ service: 'elbv2', operation: lowerCase(operation, '_'), input })}\n`,
    );
  python.stdin.end();
  const endings: (Ending & { readonly status: number | undefined })[] = [];
  for await (const line of createInterface({ input: python.stdout })) {
    const { code, message, status } = JSON.parse(line) as {
      code: string | null;
      message?: string;
      status?: number;
    };
    endings.push({
      title: rules[endings.length]!.title,
      code: code ?? undefined,
      text: message ?? '',
      status,
    });
  }
  expectEndings(endings, rules);
  expect(new Set(endings.filter(({ code }) => code).map(({ status }) => status))).toEqual(new Set([400]));
});

test('the AWS CLI gets the codes and texts of AWS', async ({ skip }) => {
  const reason = await lacks('aws', '--version');
  if (reason) skip(reason);
  const { stage, env } = await setStage();
  const rules = wireRules(stage);
  const endings: Ending[] = [];
  const queue = [...rules.entries()];
  const work = async () => {
    for (let next = queue.shift(); next; next = queue.shift()) {
      const [index, { title, operation, input }] = next;
      const call = ['elbv2', lowerCase(operation, '-'), '--cli-input-json', JSON.stringify(input)];
      endings[index] = await run('aws', call, { env }).then(
        () => ({ title, code: undefined, text: '' }),
        ({ stderr }: { stderr: string }) => {
          const [, code, text = ''] =
            /An error occurred \((\w+)\) when calling the \w+ operation: (.*)/.exec(stderr) ?? [];
          return { title, code: code ?? stderr, text };
        },
      );
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  expectEndings(endings, rules);
});
