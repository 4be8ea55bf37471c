import type { DescribeDhcpOptionsCommandInput, DescribeDhcpOptionsCommandOutput } from '@aws-sdk/client-ec2';
import { requireResources } from '../../core/ec2/lookup.ts';
import { describe } from './describe.ts';
import { privateDomain } from './dns-names.ts';
import type { Ec2Operation } from './ec2-operation.ts';
import { toSdkTags } from './tags-shape.ts';

export const describeDhcpOptions: Ec2Operation<
  DescribeDhcpOptionsCommandInput,
  DescribeDhcpOptionsCommandOutput
> = ({ accountId, region }, input) => {
  const configurations = {
    'domain-name': privateDomain(region.name),
    'domain-name-servers': 'AmazonProvidedDNS',
  };
  const sets = requireResources(region.ec2.dhcpOptions, 'dhcp-options', input.DhcpOptionsIds);
  const page = describe(sets, input, {
    'dhcp-options-id': ({ dhcpOptionsId }) => [dhcpOptionsId],
    'owner-id': () => [accountId],
    key: () => Object.keys(configurations),
    value: () => Object.values(configurations),
  });
  return {
    DhcpOptions: page.items.map(({ dhcpOptionsId, tags }) => ({
      DhcpOptionsId: dhcpOptionsId,
      OwnerId: accountId,
      DhcpConfigurations: Object.entries(configurations).map(([Key, Value]) => ({
        Key,
        Values: [{ Value }],
      })),
      Tags: toSdkTags(tags),
    })),
    NextToken: page.nextToken,
  };
};
