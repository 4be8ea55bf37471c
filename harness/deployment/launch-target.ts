import { CreateNetworkInterfaceCommand, RunInstancesCommand } from '@aws-sdk/client-ec2';
import type { Endpoint } from '../core/network/endpoint.ts';
import type { AgentConfig, CommandConfig, ProgramConfig } from '../targets/agent-config.ts';
import { DEFAULT_CONTROL_PORT } from '../targets/agent-config.ts';
import { generateCertificate } from '../targets/certificate.ts';
import { generateUserData } from '../targets/user-data.ts';
import type { StartedWorld } from '../worlds/world.ts';
import type { AwsClients } from './aws-clients.ts';
import type {
  HealthCheckOptions,
  ProgramOptions,
  TargetGroupProtocol,
  TargetOptions,
} from './deploy-options.ts';

/** What a target needs to come to be. */
export interface LaunchRequest {
  readonly world: StartedWorld;
  readonly aws: AwsClients;
  readonly region: string;
  readonly name: string;
  readonly options: TargetOptions;
  readonly protocol: TargetGroupProtocol;
  readonly port: number;
  readonly healthCheck: HealthCheckOptions;
  readonly subnetId: string;
  readonly securityGroupId: string;
  /** Servers of the test's own are closed with it. */
  readonly resources: AsyncDisposableStack;
}

/** A target that runs but is not registered yet. */
export interface LaunchedTarget {
  readonly name: string;
  readonly instanceId: string | undefined;
  readonly address: string;
}

/** Starts what stands behind a target: an instance, or a service of the user's own at an address of the VPC. */
export function launchTarget(request: LaunchRequest): Promise<LaunchedTarget> {
  return request.options.server || request.options.existing ? occupyAddress(request) : runInstance(request);
}

async function runInstance(request: LaunchRequest): Promise<LaunchedTarget> {
  const { aws, world, region, name, subnetId, securityGroupId } = request;
  const { imageId, instanceType } = await world.machineImage(region);
  const userData = generateUserData(await hostConfig(request));
  const { Instances } = await aws.ec2.send(
    new RunInstancesCommand({
      ImageId: imageId,
      InstanceType: instanceType as 't3.micro',
      MinCount: 1,
      MaxCount: 1,
      SubnetId: subnetId,
      SecurityGroupIds: [securityGroupId],
      UserData: Buffer.from(userData).toString('base64'),
      TagSpecifications: [{ ResourceType: 'instance', Tags: [{ Key: 'Name', Value: name }] }],
    }),
  );
  const instance = Instances![0]!;
  return { name, instanceId: instance.InstanceId!, address: instance.PrivateIpAddress! };
}

async function hostConfig(request: LaunchRequest): Promise<AgentConfig | CommandConfig> {
  const { options, protocol: groupProtocol, port, healthCheck, name } = request;
  const healthPort = healthCheck.port ?? port;
  const { startTimeoutMs } = options;
  const sidecars = options.sidecars?.map(programConfig);
  if (options.command ?? options.image)
    return { ...programConfig(options), udpPort: port, healthPort, sidecars, startTimeoutMs };
  const protocol = healthCheck.protocol ?? 'TCP';
  const tls = protocol === 'HTTPS' ? await generateCertificate(name) : undefined;
  const sharesPort = healthPort === port && !options.withoutHealthListener;
  return {
    name,
    udpPort: groupProtocol === 'TCP' ? undefined : port,
    tcpPort: groupProtocol === 'UDP' || sharesPort ? undefined : port,
    health: options.withoutHealthListener ? undefined : { protocol, port: healthPort, tls },
    healthPort: options.withoutHealthListener ? healthPort : undefined,
    sidecars,
    startTimeoutMs,
    controlPort: DEFAULT_CONTROL_PORT,
  };
}

function programConfig({ image, command, environment = {} }: ProgramOptions): ProgramConfig {
  return { image, command, environment };
}

/** An interface of its own gives the target an address of the VPC and the targets' security group. */
async function occupyAddress(request: LaunchRequest): Promise<LaunchedTarget> {
  const { aws, world, region, name, options, port, healthCheck, subnetId, securityGroupId, resources } =
    request;
  const { NetworkInterface } = await aws.ec2.send(
    new CreateNetworkInterfaceCommand({ SubnetId: subnetId, Groups: [securityGroupId], Description: name }),
  );
  const address = NetworkInterface!.PrivateIpAddress!;
  const service: Endpoint = { address, port };
  const health: Endpoint = { address, port: healthCheck.port ?? port };
  if (options.existing) {
    const { udp, tcp } = options.existing;
    await world.reach('udp', service, udp, region);
    if (tcp) await world.reach('tcp', service, tcp, region);
    await world.reach('tcp', health, options.existing.health, region);
  } else {
    const server = await options.server?.({
      udp: await world.reserve('udp', service, region),
      tcp: await world.reserve('tcp', service, region),
      health: await world.reserve('tcp', health, region),
    });
    resources.defer(async () => {
      if (server && Symbol.asyncDispose in server) await server[Symbol.asyncDispose]();
      else if (server && Symbol.dispose in server) server[Symbol.dispose]();
    });
  }
  return { name, instanceId: undefined, address };
}
