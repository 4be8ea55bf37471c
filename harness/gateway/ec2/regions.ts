import type {
  DescribeAvailabilityZonesCommandInput,
  DescribeAvailabilityZonesCommandOutput,
  DescribeRegionsCommandInput,
  DescribeRegionsCommandOutput,
} from '@aws-sdk/client-ec2';
import { invalidParameterValue } from '../../core/ec2/parameter-errors.ts';
import { describe } from './describe.ts';
import type { Ec2Operation } from './ec2-operation.ts';

/** The Regions that every account has without opting in. The emulator serves any name, but lists these. */
const REGION_NAMES = [
  'ap-northeast-1',
  'ap-northeast-2',
  'ap-northeast-3',
  'ap-south-1',
  'ap-southeast-1',
  'ap-southeast-2',
  'ca-central-1',
  'eu-central-1',
  'eu-north-1',
  'eu-west-1',
  'eu-west-2',
  'eu-west-3',
  'sa-east-1',
  'us-east-1',
  'us-east-2',
  'us-west-1',
  'us-west-2',
] as const;

export const describeRegions: Ec2Operation<DescribeRegionsCommandInput, DescribeRegionsCommandOutput> = (
  _context,
  input,
) => {
  const known = new Set<string>(REGION_NAMES);
  const unknown = input.RegionNames?.find((name) => !known.has(name));
  if (unknown !== undefined) throw invalidParameterValue(`Invalid region: [${unknown}]`);
  const named = input.RegionNames?.length ? input.RegionNames : REGION_NAMES;
  const regions = named.map((name) => ({ name, endpoint: `ec2.${name}.amazonaws.com` }));
  const page = describe(
    regions,
    { Filters: input.Filters },
    {
      'region-name': ({ name }) => [name],
      endpoint: ({ endpoint }) => [endpoint],
      'opt-in-status': () => ['opt-in-not-required'],
    },
  );
  return {
    Regions: page.items.map(({ name, endpoint }) => ({
      RegionName: name,
      Endpoint: endpoint,
      OptInStatus: 'opt-in-not-required',
    })),
  };
};

export const describeAvailabilityZones: Ec2Operation<
  DescribeAvailabilityZonesCommandInput,
  DescribeAvailabilityZonesCommandOutput
> = ({ region }, input) => {
  const zones = region.ec2.availabilityZones;
  const unknownName = input.ZoneNames?.find((name) => !zones.some(({ zoneName }) => zoneName === name));
  const unknownId = input.ZoneIds?.find((id) => !zones.some(({ zoneId }) => zoneId === id));
  const unknown = unknownName ?? unknownId;
  if (unknown !== undefined) throw invalidParameterValue(`Invalid availability zone: [${unknown}]`);
  const named = zones.filter(
    ({ zoneName, zoneId }) =>
      (!input.ZoneNames?.length || input.ZoneNames.includes(zoneName)) &&
      (!input.ZoneIds?.length || input.ZoneIds.includes(zoneId)),
  );
  const page = describe(
    named,
    { Filters: input.Filters },
    {
      'zone-name': ({ zoneName }) => [zoneName],
      'zone-id': ({ zoneId }) => [zoneId],
      'region-name': () => [region.name],
      'zone-type': () => ['availability-zone'],
      'opt-in-status': () => ['opt-in-not-required'],
      'group-name': () => [region.name],
      state: () => ['available'],
    },
  );
  return {
    AvailabilityZones: page.items.map(({ zoneName, zoneId }) => ({
      ZoneName: zoneName,
      ZoneId: zoneId,
      RegionName: region.name,
      GroupName: region.name,
      NetworkBorderGroup: region.name,
      State: 'available',
      ZoneType: 'availability-zone',
      OptInStatus: 'opt-in-not-required',
      Messages: [],
    })),
  };
};
