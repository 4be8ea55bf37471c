import type {
  InstanceMetadataOptionsResponse,
  ModifyInstanceMetadataOptionsCommandInput,
  ModifyInstanceMetadataOptionsCommandOutput,
} from '@aws-sdk/client-ec2';
import { assertMetadataOptions, type MetadataOptions } from '../../core/ec2/instance-settings.ts';
import { requireResource } from '../../core/ec2/lookup.ts';
import { invalidParameterValue } from '../../core/ec2/parameter-errors.ts';
import type { Ec2Operation } from './ec2-operation.ts';
import { required } from './parameters.ts';

export const modifyInstanceMetadataOptions: Ec2Operation<
  ModifyInstanceMetadataOptionsCommandInput,
  ModifyInstanceMetadataOptionsCommandOutput
> = ({ region }, input) => {
  const { instanceId, settings } = requireResource(
    region.ec2.instances,
    'instance',
    required(input.InstanceId, 'InstanceId'),
  );
  const wanted = readMetadataOptions(input, settings.metadataOptions);
  assertMetadataOptions(wanted);
  Object.assign(settings.metadataOptions, wanted);
  return {
    InstanceId: instanceId,
    InstanceMetadataOptions: { ...toSdkMetadataOptions(wanted), State: 'pending' },
  };
};

/** The options of a request, where they are silent the present ones. Throws `InvalidParameterValue`. */
export function readMetadataOptions(
  input: Omit<ModifyInstanceMetadataOptionsCommandInput, 'InstanceId' | 'DryRun'>,
  present: Readonly<MetadataOptions>,
): MetadataOptions {
  return {
    httpTokens: oneOf('HttpTokens', input.HttpTokens, ['optional', 'required'], present.httpTokens),
    httpPutResponseHopLimit: input.HttpPutResponseHopLimit ?? present.httpPutResponseHopLimit,
    httpEndpoint: onOrOff('HttpEndpoint', input.HttpEndpoint, present.httpEndpoint),
    httpProtocolIpv6: onOrOff('HttpProtocolIpv6', input.HttpProtocolIpv6, present.httpProtocolIpv6),
    instanceMetadataTags: onOrOff(
      'InstanceMetadataTags',
      input.InstanceMetadataTags,
      present.instanceMetadataTags,
    ),
  };
}

export function toSdkMetadataOptions(options: MetadataOptions): InstanceMetadataOptionsResponse {
  return {
    State: 'applied',
    HttpTokens: options.httpTokens,
    HttpPutResponseHopLimit: options.httpPutResponseHopLimit,
    HttpEndpoint: options.httpEndpoint,
    HttpProtocolIpv6: options.httpProtocolIpv6,
    InstanceMetadataTags: options.instanceMetadataTags,
  };
}

function onOrOff(
  parameter: string,
  value: string | undefined,
  present: 'enabled' | 'disabled',
): 'enabled' | 'disabled' {
  return oneOf(parameter, value, ['enabled', 'disabled'], present);
}

function oneOf<Value extends string>(
  parameter: string,
  value: string | undefined,
  values: readonly Value[],
  present: Value,
): Value {
  if (value === undefined) return present;
  const known = values.find((candidate) => candidate === value);
  if (known === undefined) throw invalidParameterValue(`Invalid value '${value}' for ${parameter}.`);
  return known;
}
