import { AwsError } from '../aws-error.ts';
import type { Region } from '../region.ts';
import { setPublicIp } from './address-association.ts';
import { assertInstanceQuota, instancesLeft } from './instance-quota.ts';
import {
  assertMetadataOptions,
  DEFAULT_METADATA_OPTIONS,
  defaultCpuCredits,
  type InstanceSettings,
} from './instance-settings.ts';
import { requireKeyPairByName } from './key-pairs.ts';
import { requireResource } from './lookup.ts';
import { addNetworkInterface } from './network-interfaces.ts';
import { invalidParameterCombination, invalidParameterValue } from './parameter-errors.ts';
import {
  choosePrivateAddress,
  freeAddressCount,
  insufficientFreeAddresses,
  privateAddresses,
} from './private-addresses.ts';
import { publicAddresses } from './public-addresses.ts';
import { newResourceId } from './resource-id.ts';
import { assertGroupsForInterface } from './security-group-lookup.ts';
import type { Ec2State, Instance, NetworkInterface, RootVolume, Tags } from './state.ts';
import { assertTags } from './tags.ts';

/** EC2's limit, counted after decoding. */
const MAX_USER_DATA_BYTES = 16_384;

export interface LaunchSpec {
  readonly imageId: string;
  readonly instanceType: string;
  readonly minCount: number;
  readonly maxCount: number;
  readonly keyName: string | undefined;
  /** Decoded from base64. */
  readonly userData: string | undefined;
  readonly clientToken: string | undefined;
  readonly tags: Tags;
  /** What is not named is as EC2 has it for the type. */
  readonly settings?: Partial<InstanceSettings>;
  readonly rootVolume?: Partial<Omit<RootVolume, 'volumeId'>>;
  readonly network: LaunchNetwork;
}

/** An interface that exists, or what a new one for each instance is to be like. */
export type LaunchNetwork =
  | { readonly kind: 'existing-interface'; readonly networkInterfaceId: string }
  | {
      readonly kind: 'new-interface';
      readonly subnetId: string;
      readonly securityGroupIds: readonly string[];
      readonly privateIpAddress: string | undefined;
      /** The subnet's setting when undefined. */
      readonly associatePublicIpAddress: boolean | undefined;
      readonly description: string;
      readonly deleteOnTermination: boolean;
      readonly tags: Tags;
    };

/**
 * Launches instances, `pending` until `instanceTransitionMs` later: as many as fit up to `maxCount`, none
 * unless `minCount` fit. The same client token again gives the first launch's instances.
 *
 * Throws EC2's errors, `InstanceLimitExceeded` and `InsufficientFreeAddressesInSubnet` among them; then nothing has
 * changed.
 */
export function launchInstances(region: Region, now: number, spec: LaunchSpec): Instance[] {
  const earlier = launchedWithToken(region.ec2, spec);
  if (earlier.length > 0) return earlier;
  assertLaunch(region.ec2, spec);
  const count = launchCount(region.ec2, spec);
  const reservationId = newResourceId(region.random, 'r');
  const nextInterface = interfacesFor(region, spec.network);
  const associatePublicIpAddress = wantsPublicAddress(region.ec2, spec.network);
  const nextPublicAddress = publicAddresses(region.ec2);
  return Array.from({ length: count }, (_, amiLaunchIndex) => {
    const networkInterface = nextInterface();
    const instance: Instance = {
      instanceId: newResourceId(region.random, 'i'),
      imageId: spec.imageId,
      instanceType: spec.instanceType,
      keyName: spec.keyName,
      reservationId,
      amiLaunchIndex,
      clientToken: spec.clientToken,
      vpcId: networkInterface.vpcId,
      subnetId: networkInterface.subnetId,
      availabilityZone: networkInterface.availabilityZone,
      networkInterfaceId: networkInterface.networkInterfaceId,
      privateIpAddress: networkInterface.privateIpAddress,
      associatePublicIpAddress,
      publicIpAddress: networkInterface.publicIp,
      state: 'pending',
      transitionAt: now + region.timings.instanceTransitionMs,
      userData: spec.userData,
      launchedAt: now,
      settings: settingsOf(spec),
      rootVolume: rootVolumeOf(region, spec),
      tags: new Map(spec.tags),
    };
    region.ec2.instances.set(instance.instanceId, instance);
    networkInterface.attachedInstanceId = instance.instanceId;
    networkInterface.deviceIndex = 0;
    networkInterface.deleteOnTermination =
      spec.network.kind === 'new-interface' && spec.network.deleteOnTermination;
    if (associatePublicIpAddress) setPublicIp(region.ec2, networkInterface, nextPublicAddress());
    return instance;
  });
}

/** Throws `InvalidParameterValue` for user data of more than 16 KiB. */
export function assertUserData(userData: string | undefined): void {
  if (userData !== undefined && utf8Length(userData) > MAX_USER_DATA_BYTES)
    throw invalidParameterValue(`User data is limited to ${MAX_USER_DATA_BYTES} bytes`);
}

function launchedWithToken(state: Ec2State, spec: LaunchSpec): Instance[] {
  if (spec.clientToken === undefined) return [];
  const earlier = [...state.instances.values()].filter(({ clientToken }) => clientToken === spec.clientToken);
  if (
    earlier.some(
      ({ imageId, instanceType }) => imageId !== spec.imageId || instanceType !== spec.instanceType,
    )
  ) {
    throw new AwsError(
      'IdempotentParameterMismatch',
      'Arguments on this idempotent request are inconsistent with arguments used in previous request(s).',
    );
  }
  return earlier;
}

function assertLaunch(state: Ec2State, spec: LaunchSpec): void {
  const { minCount, maxCount, userData, tags, network } = spec;
  if (minCount < 1 || maxCount < minCount) {
    throw invalidParameterValue(
      `Value (${minCount}) for parameter minCount is invalid. The count must be at least 1 and at most maxCount (${maxCount}).`,
    );
  }
  assertUserData(userData);
  assertTags(tags);
  assertTags(spec.rootVolume?.tags ?? new Map());
  assertMetadataOptions(settingsOf(spec).metadataOptions);
  if (spec.keyName !== undefined) requireKeyPairByName(state, spec.keyName);
  if (network.kind === 'existing-interface') {
    const { networkInterfaceId } = network;
    const { attachedInstanceId, requesterManaged } = requireResource(
      state.networkInterfaces,
      'network-interface',
      networkInterfaceId,
    );
    if (attachedInstanceId !== undefined || requesterManaged)
      throw new AwsError('InvalidNetworkInterface.InUse', `Interface: [${networkInterfaceId}] in use.`);
    if (maxCount > 1)
      throw invalidParameterCombination('A network interface cannot be attached to more than one instance');
    return;
  }
  if (network.privateIpAddress !== undefined && maxCount > 1)
    throw invalidParameterCombination('A private IP address cannot be given to more than one instance');
  const subnet = requireResource(state.subnets, 'subnet', network.subnetId);
  assertGroupsForInterface(state, network.securityGroupIds, subnet);
  assertTags(network.tags);
  choosePrivateAddress(state, subnet, network.privateIpAddress);
}

function launchCount(state: Ec2State, spec: LaunchSpec): number {
  const { minCount, maxCount, network } = spec;
  assertInstanceQuota(state, minCount);
  if (network.kind === 'existing-interface') return 1;
  const free = freeAddressCount(state, network.subnetId);
  if (free < minCount) throw insufficientFreeAddresses(network.subnetId);
  return Math.min(maxCount, free, instancesLeft(state));
}

/** Gives the interface of one instance after the other; the subnet is looked over once for all. */
function interfacesFor(region: Region, network: LaunchNetwork): () => NetworkInterface {
  if (network.kind === 'existing-interface') {
    const { networkInterfaceId } = network;
    return () => requireResource(region.ec2.networkInterfaces, 'network-interface', networkInterfaceId);
  }
  const subnet = requireResource(region.ec2.subnets, 'subnet', network.subnetId);
  const nextAddress = privateAddresses(region.ec2, subnet);
  return () => {
    const privateIpAddress = network.privateIpAddress ?? nextAddress();
    return addNetworkInterface(region, subnet, {
      ...network,
      privateIpAddress,
      interfaceType: 'interface',
      requesterManaged: false,
    });
  };
}

function wantsPublicAddress(state: Ec2State, network: LaunchNetwork): boolean {
  if (network.kind === 'existing-interface') return false;
  const subnet = requireResource(state.subnets, 'subnet', network.subnetId);
  return network.associatePublicIpAddress ?? subnet.mapPublicIpOnLaunch;
}

function settingsOf({ instanceType, settings }: LaunchSpec): InstanceSettings {
  return {
    disableApiTermination: false,
    disableApiStop: false,
    instanceInitiatedShutdownBehavior: 'stop',
    ebsOptimized: false,
    detailedMonitoring: false,
    cpuCredits: defaultCpuCredits(instanceType),
    iamInstanceProfileArn: undefined,
    ...settings,
    metadataOptions: { ...DEFAULT_METADATA_OPTIONS, ...settings?.metadataOptions },
  };
}

/** As the images of Amazon Linux 2023 have it. */
function rootVolumeOf(region: Region, { rootVolume }: LaunchSpec): RootVolume {
  return {
    sizeGiB: 8,
    volumeType: 'gp3',
    encrypted: false,
    deleteOnTermination: true,
    ...rootVolume,
    volumeId: newResourceId(region.random, 'vol'),
    tags: new Map(rootVolume?.tags),
  };
}

/** The core has no TextEncoder: it runs without Node's and the browser's globals. */
function utf8Length(text: string): number {
  let bytes = 0;
  for (const character of text) {
    const point = character.codePointAt(0) ?? 0;
    bytes += point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
  }
  return bytes;
}
