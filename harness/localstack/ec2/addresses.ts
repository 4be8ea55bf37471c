import type * as api from '@aws-sdk/client-ec2';
import type { ElasticIpAddress } from '../../core/ec2/state.ts';
import { tagsOf } from './tags.ts';

/** An Elastic IP address. LocalStack writes an empty text for what one is not associated with. */
export function addressOf(address: api.Address): ElasticIpAddress {
  return {
    allocationId: address.AllocationId ?? '',
    publicIp: address.PublicIp ?? '',
    associationId: address.AssociationId || undefined,
    networkInterfaceId: address.NetworkInterfaceId || undefined,
    tags: tagsOf(address.Tags),
  };
}
