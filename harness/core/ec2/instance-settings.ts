import { AwsError } from '../aws-error.ts';
import { invalidParameterValue } from './parameter-errors.ts';
import type { Instance } from './state.ts';

/** What a caller sets on an instance and nothing in the emulated network heeds, but for the two protections. */
export interface InstanceSettings {
  disableApiTermination: boolean;
  disableApiStop: boolean;
  instanceInitiatedShutdownBehavior: 'stop' | 'terminate';
  ebsOptimized: boolean;
  detailedMonitoring: boolean;
  /** Undefined where the type has no CPU credits. */
  cpuCredits: CpuCredits | undefined;
  readonly metadataOptions: MetadataOptions;
  /** Taken on trust: there is no IAM to ask. */
  readonly iamInstanceProfileArn: string | undefined;
}

export type CpuCredits = 'standard' | 'unlimited';

export interface MetadataOptions {
  httpTokens: 'optional' | 'required';
  httpPutResponseHopLimit: number;
  httpEndpoint: 'enabled' | 'disabled';
  httpProtocolIpv6: 'enabled' | 'disabled';
  instanceMetadataTags: 'enabled' | 'disabled';
}

export const DEFAULT_METADATA_OPTIONS: Readonly<MetadataOptions> = {
  httpTokens: 'optional',
  httpPutResponseHopLimit: 1,
  httpEndpoint: 'enabled',
  httpProtocolIpv6: 'disabled',
  instanceMetadataTags: 'disabled',
};

/** Whether the type earns and spends CPU credits. */
export function isBurstable(instanceType: string): boolean {
  return /^t\d/.test(instanceType);
}

/** T2 instances start with `standard` credits, newer ones with `unlimited`. */
export function defaultCpuCredits(instanceType: string): CpuCredits | undefined {
  if (!isBurstable(instanceType)) return undefined;
  return instanceType.startsWith('t2.') ? 'standard' : 'unlimited';
}

/** Gives an instance other credits. Throws `InvalidParameterValue` for a type without. */
export function modifyCpuCredits(instance: Instance, cpuCredits: CpuCredits): void {
  if (!isBurstable(instance.instanceType)) {
    // unsure: the code is AWS's for a type without credits, the sentence is ours.
    throw invalidParameterValue(
      `The instance type '${instance.instanceType}' of instance '${instance.instanceId}' has no CPU credits.`,
    );
  }
  instance.settings.cpuCredits = cpuCredits;
}

/** Throws `InvalidParameterValue` for a hop limit that is not 1 to 64. */
export function assertMetadataOptions({ httpPutResponseHopLimit: limit }: MetadataOptions): void {
  if (!Number.isInteger(limit) || limit < 1 || limit > 64)
    throw invalidParameterValue(`Value (${limit}) for parameter HttpPutResponseHopLimit is invalid.`);
}

/** Gives a stopped instance another type; the credits become the new type's. Throws `IncorrectInstanceState`. */
export function modifyInstanceType(instance: Instance, instanceType: string): void {
  assertStopped(instance);
  instance.instanceType = instanceType;
  instance.settings.cpuCredits = defaultCpuCredits(instanceType);
}

/** Throws `IncorrectInstanceState` for what can be changed on a stopped instance only. */
export function assertStopped({ instanceId, state }: Instance): void {
  if (state !== 'stopped') {
    throw new AwsError(
      'IncorrectInstanceState',
      `The instance '${instanceId}' is not in the 'stopped' state.`,
    );
  }
}

/** Throws `OperationNotPermitted` while an instance is protected against being ended through the API. */
export function assertMayTerminate({ instanceId, settings }: Instance): void {
  if (settings.disableApiTermination) throw isProtected(instanceId, 'terminated', 'disableApiTermination');
}

/** Throws `OperationNotPermitted` while an instance is protected against being stopped through the API. */
export function assertMayStop({ instanceId, settings }: Instance): void {
  if (settings.disableApiStop) throw isProtected(instanceId, 'stopped', 'disableApiStop');
}

function isProtected(instanceId: string, participle: string, attribute: string): AwsError {
  return new AwsError(
    'OperationNotPermitted',
    `The instance '${instanceId}' may not be ${participle}. Modify its '${attribute}' instance attribute and try again.`,
  );
}
