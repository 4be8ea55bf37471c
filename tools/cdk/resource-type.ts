import type { AwsClients, StartedWorld } from '../../harness/index.ts';
import type { ResourceProperties } from './resource-properties.ts';

/** What a resource is made with, beside its properties. */
export interface ApplyContext {
  readonly aws: AwsClients;
  readonly world: StartedWorld;
  readonly stackName: string;
  readonly logicalId: string;
}

/** A resource that exists now: what `Ref` and `Fn::GetAtt` give for it. */
export interface AppliedResource {
  readonly ref: string;
  readonly attributes?: Readonly<Record<string, string | undefined>>;
}

/** Creates a resource of one type, and waits until it can be used by those that refer to it. */
export type CreateResource = (
  properties: ResourceProperties,
  context: ApplyContext,
) => Promise<AppliedResource>;
