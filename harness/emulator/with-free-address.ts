import type { CreateNetworkInterfaceCommandInput } from '@aws-sdk/client-ec2';
import { anyPrivateAddress } from '../core/ec2/private-addresses.ts';
import type { Ec2State } from '../core/ec2/state.ts';
import type { Random } from '../core/random.ts';
import type { HttpRequest } from '../gateway/upstream.ts';

/**
 * CreateNetworkInterface with an address that is free, where the caller leaves the choice: LocalStack chooses from the
 * whole subnet, also what is taken or AWS's own. Throws `InsufficientFreeAddressesInSubnet`.
 */
export function withFreeAddress(
  request: HttpRequest,
  input: Partial<CreateNetworkInterfaceCommandInput>,
  state: Ec2State,
  random: Random,
): HttpRequest {
  const subnet = state.subnets.get(input.SubnetId ?? '');
  if (!subnet || input.PrivateIpAddress !== undefined || input.PrivateIpAddresses?.length) return request;
  return withParameter(request, 'PrivateIpAddress', anyPrivateAddress(state, subnet, random));
}

/** A request of the Query protocol with one more parameter. */
function withParameter(request: HttpRequest, name: string, value: string): HttpRequest {
  const parameter = `&${name}=${value}`;
  return request.method === 'GET'
    ? { ...request, target: `${request.target}${parameter}` }
    : { ...request, body: Buffer.concat([request.body, Buffer.from(parameter)]) };
}
