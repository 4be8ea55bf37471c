import type { Endpoint } from '../core/network/endpoint.ts';
import { isIpv4 } from '../core/network/ipv4.ts';
import { isRegionName } from '../core/region-name.ts';
import { HarnessError } from '../errors.ts';
import type { StartedWorld } from '../worlds/world.ts';
import type { DeployOptions, ProgramOptions, TargetOptions } from './deploy-options.ts';

/** Default subnets that a Region is taken to have at least; targets may be in zones that are not enabled. */
const ZONES = 3;

/**
 * Throws HARNESS_ARGUMENT_INVALID for options that `deploy` itself cannot follow. What AWS refuses is left to AWS,
 * so that a scenario can see its answer.
 */
export function checkDeployOptions(options: DeployOptions): void {
  const { zones = 2, region, targetGroups } = options;
  checkWholeNumber('zones', zones, 1, ZONES);
  if (region !== undefined && !isRegionName(region))
    refuse(`The option 'region' is '${region}'`, "Give the name of a Region, like 'us-east-1'");
  if (targetGroups?.length === 0)
    refuse("The option 'targetGroups' is empty", 'Describe at least one group, or leave it out for one');
  for (const { targets = 0 } of targetGroups ?? [options]) {
    if (typeof targets === 'object') targets.forEach(checkTarget);
    else checkWholeNumber('targets', targets, 0, Number.MAX_SAFE_INTEGER);
  }
}

/** Throws HARNESS_CAPABILITY_MISSING where a container image is to run in a world that cannot run any. */
export function checkContainers(world: StartedWorld, targets: readonly NamedTarget[]): void {
  if (world.capabilities.has('containers')) return;
  for (const { name, options } of targets) {
    const image = [options, ...(options.sidecars ?? [])].find(
      (program) => program.image !== undefined,
    )?.image;
    if (image === undefined) continue;
    throw new HarnessError(
      'HARNESS_CAPABILITY_MISSING',
      `The target '${name}' is to run the container image '${image}', and the ${world.name} world runs no containers`,
      "Use the docker world, or skip the scenario elsewhere: needs: ['containers']",
    );
  }
}

interface NamedTarget {
  readonly name: string;
  readonly options: TargetOptions;
}

/** Throws HARNESS_ARGUMENT_INVALID for two targets of one name: replies and assertions know them by it. */
export function checkNamesDiffer(names: readonly string[]): void {
  const twice = names.find((name, index) => names.indexOf(name) < index);
  if (twice !== undefined)
    refuse(`Two targets have the name '${twice}'`, 'Give every target of the deployment a name of its own');
}

function checkTarget(target: TargetOptions, index: number): void {
  const { name, zone, image, command, server, existing, sidecars, startTimeoutMs } = target;
  const what = name === undefined ? `The target with index ${index}` : `The target '${name}'`;
  if (name === '') refuse(`The target with index ${index} has an empty name`, 'Give it one, or leave it out');
  if (zone !== undefined && !(Number.isInteger(zone) && zone >= 0 && zone < ZONES))
    refuse(`${what} is in zone ${zone}`, `Choose a zone from 0 to ${ZONES - 1}`);
  if (startTimeoutMs !== undefined && !(Number.isInteger(startTimeoutMs) && startTimeoutMs > 0))
    refuse(
      `${what} has a startTimeoutMs of ${startTimeoutMs}`,
      'Give a whole number of milliseconds from 1 up',
    );
  // An image may be given a command; the two are one service.
  const own = image === undefined ? { command } : { image };
  const services = Object.entries({ ...own, server, existing }).filter(([, value]) => value !== undefined);
  if (services.length > 1)
    refuse(`${what} has ${services.map(([key]) => `'${key}'`).join(' and ')}`, 'Choose one of them');
  checkProgram(what, target);
  if (sidecars && (server || existing))
    refuse(
      `${what} has sidecars and runs on no instance`,
      'Give it a command or an image, or leave them out',
    );
  sidecars?.forEach((sidecar, place) => {
    const which = `Sidecar ${place + 1} of ${what.replace(/^T/, 't')}`;
    checkProgram(which, sidecar);
    if (sidecar.image === undefined && sidecar.command === undefined)
      refuse(`${which} has nothing to run`, 'Give it a command or an image');
  });
  if (existing === undefined) return;
  checkEndpoint(`${what} is to be reached for UDP`, existing.udp);
  checkEndpoint(`${what} is to be reached for health checks`, existing.health);
}

function checkProgram(what: string, { image, command }: ProgramOptions): void {
  if (image === '')
    refuse(`${what} has an empty image`, 'Give the name of the image, like registry/name:tag');
  if (command?.length === 0) refuse(`${what} has an empty command`, 'Give the program and its arguments');
}

function checkEndpoint(what: string, endpoint: Partial<Endpoint> | undefined): void {
  const { address, port } = endpoint ?? {};
  if (typeof address !== 'string' || !isIpv4(address))
    refuse(`${what} at the address '${address}'`, 'Give an IPv4 address where it listens, like 127.0.0.1');
  if (!Number.isInteger(port) || port! < 1 || port! > 65_535)
    refuse(`${what} at port ${port}`, 'Give a whole number from 1 to 65535');
}

function checkWholeNumber(name: string, value: number, least: number, most: number): void {
  if (Number.isInteger(value) && value >= least && value <= most) return;
  const range = most === Number.MAX_SAFE_INTEGER ? `${least} up` : `${least} to ${most}`;
  refuse(`The option '${name}' is ${value}`, `Give a whole number from ${range}`);
}

function refuse(what: string, remedy: string): never {
  throw new HarnessError('HARNESS_ARGUMENT_INVALID', what, remedy);
}
