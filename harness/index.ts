/**
 * nlb-harness, by part. Most users start with `nlb-harness/vitest`; this entry is for everything below it.
 *
 * - A world is where things take place: `startLoopbackWorld` → `StartedWorld`.
 * - `deploy` builds a load balancer with targets in a world, through the AWS SDK.
 * - `UdpFlow` and its kin send datagrams and say who served them.
 * - Clocks decide how fast time goes.
 * - `generateUserData` configures an EC2 instance and an emulated one alike.
 */
import './supported-node.ts';

// Time
export type { Clock, ScheduledCall } from './clock/clock.ts';
export { ScaledClock } from './clock/scaled-clock.ts';
export { SystemClock } from './clock/system-clock.ts';
export { VirtualClock } from './clock/virtual-clock.ts';

// The core: rules and answers
export { DROP_REASONS, type DropReason } from './core/forwarding/drop-reason.ts';
export type { Explanation } from './core/forwarding/explain.ts';
export { type FiveTuple, formatFiveTuple } from './core/forwarding/five-tuple.ts';
export type { Flow } from './core/forwarding/flow.ts';
export type { Rule } from './core/ledger/rule.ts';
export { RULES, type RuleId } from './core/ledger/rules.ts';
export { type Endpoint, formatEndpoint } from './core/network/endpoint.ts';
export { createRandom, type Random } from './core/random.ts';
export { TIMINGS, type Timings } from './core/timings.ts';

// Building a load balancer
export { type AwsClients, createAwsClients } from './deployment/aws-clients.ts';
export { deploy } from './deployment/deploy.ts';
export type {
  DeployOptions,
  HealthCheckOptions,
  ProgramOptions,
  ServerEndpoints,
  TargetGroupOptions,
  TargetOptions,
} from './deployment/deploy-options.ts';
export { DeployedTarget } from './deployment/deployed-target.ts';
export { type DeployedTargetGroup, type DeployedZone, Deployment } from './deployment/deployment.ts';

// Worlds
export { type AttachedWorldOptions, startAttachedWorld } from './emulator/attached-world.ts';
export {
  type DockerWorldOptions,
  type LocalStackOptions,
  startDockerWorld,
} from './emulator/docker-world.ts';
export { EmulatedWorld } from './emulator/emulated-world.ts';
export type { EnterableHost } from './emulator/enter-host.ts';
export { examineDocker } from './emulator/examine-docker.ts';
export type { ServedHost } from './emulator/find-host.ts';
export { type LoopbackWorldOptions, startLoopbackWorld } from './emulator/loopback-world.ts';
export { startNetnsWorld } from './emulator/netns-world.ts';
export type { EmulatedWorldOptions } from './emulator/start-emulated-world.ts';
// Errors
export { type Fault, HARNESS_ERRORS, HarnessError, type HarnessErrorCode } from './errors.ts';
export type { ConnectionCounters, NodeCounters, NodeSnapshot } from './node/protocol.ts';
export { AgentClient, type AgentState } from './targets/agent-client.ts';
// Targets
export {
  type AgentConfig,
  type AgentHealthConfig,
  type CommandConfig,
  DEFAULT_CONTROL_PORT,
  type ProgramConfig,
  type SidecarsConfig,
} from './targets/agent-config.ts';
export { type Certificate, generateCertificate } from './targets/certificate.ts';
export { generateUserData } from './targets/user-data.ts';
// Traffic
export type { DatagramResult } from './traffic/datagram-result.ts';
export type { ExchangeResult } from './traffic/exchange-result.ts';
export { countByTarget, FlowSet } from './traffic/spread.ts';
export { formatSummary, summarize, summarizeFlows, type TrafficSummary } from './traffic/summary.ts';
export { TcpConnection, type TcpConnectionOptions } from './traffic/tcp-client.ts';
export { UdpFlow, type UdpFlowOptions } from './traffic/udp-client.ts';
export { type EngineAddress, engineAddress } from './worlds/docker/engine-address.ts';
export { engineClient } from './worlds/docker/engine-client.ts';
export type { DockerExamination, DockerRequirement } from './worlds/docker/requirements.ts';
export { examineNetnsRequirements, type NetnsRequirement } from './worlds/netns/requirements.ts';
export type {
  AwsClientConfig,
  ClientConnection,
  ClientConnectionOptions,
  ClientSocket,
  ConnectionOutcome,
  HostCommand,
  HostEntrance,
  MappedAddress,
  StartedHost,
  StartedWorld,
  WorldEvent,
  WorldName,
} from './worlds/world.ts';
export { CAPABILITIES, type Capability } from './worlds/world.ts';
