import { AwsError } from '../core/aws-error.ts';
import type { Ec2OperationName } from '../gateway/ec2/index.ts';
import { ec2Input, runEc2Operation } from '../gateway/ec2/own-ec2.ts';
import type { OperationContext } from '../gateway/operation.ts';
import type { FormNode } from '../gateway/wire/form.ts';

/** By operation, the errors with which AWS refuses it while LocalStack does as it is told. */
const REFUSALS = {
  AssociateAddress: ['AuthFailure', 'Gateway.NotAttached'],
  AttachNetworkInterface: ['InvalidNetworkInterface.InUse'],
  CreateNetworkInterface: [
    'InsufficientFreeAddressesInSubnet',
    'InvalidIPAddress.InUse',
    'InvalidParameterValue',
  ],
  DeleteNetworkInterface: ['InvalidParameterValue'],
  DeleteSecurityGroup: ['CannotDelete', 'DependencyViolation'],
  DeleteSubnet: ['DependencyViolation'],
  DeleteVpc: ['DependencyViolation'],
  DetachInternetGateway: ['DependencyViolation'],
  DetachNetworkInterface: ['AuthFailure'],
  DisassociateAddress: ['AuthFailure'],
  DisassociateVpcCidrBlock: ['DependencyViolation'],
  ModifyNetworkInterfaceAttribute: ['AuthFailure'],
  ReleaseAddress: ['InvalidIPAddress.InUse'],
  RunInstances: [
    'InsufficientFreeAddressesInSubnet',
    'InvalidIPAddress.InUse',
    'InvalidNetworkInterface.InUse',
  ],
  StartInstances: ['IncorrectInstanceState'],
  StopInstances: ['IncorrectInstanceState'],
} as const satisfies Partial<Record<Ec2OperationName, readonly string[]>>;

/** An operation that LocalStack carries out where AWS would refuse. */
type RehearsedOperation = keyof typeof REFUSALS;

export function isRehearsed(operation: string): operation is RehearsedOperation {
  return Object.hasOwn(REFUSALS, operation);
}

/**
 * Has the harness's own EC2 carry a call out that is to go to LocalStack, and throws what it is refused with, where that
 * is what LocalStack does not see. Whatever else is wrong with the call LocalStack says itself.
 *
 * @param context with a copy of the state, which it changes
 */
export function rehearse(
  context: OperationContext,
  operation: RehearsedOperation,
  parameters: FormNode,
): void {
  try {
    runEc2Operation(context, operation, ec2Input(operation, parameters));
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    const codes: readonly string[] = REFUSALS[operation];
    if (codes.includes(error.code)) throw error;
  }
}
