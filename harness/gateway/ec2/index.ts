import type { EC2 } from '@aws-sdk/client-ec2';
import type { Operation } from '../operation.ts';
import { describeAccountAttributes } from './account-attributes.ts';
import {
  allocateAddress,
  associateAddress,
  describeAddresses,
  disassociateAddress,
  releaseAddress,
} from './addresses.ts';
import { heedDryRun } from './dry-run.ts';
import { describeImages } from './images.ts';
import { describeInstanceAttribute, modifyInstanceAttribute } from './instance-attributes.ts';
import { startInstances, stopInstances, terminateInstances } from './instance-states.ts';
import { describeInstanceTypes } from './instance-types.ts';
import { describeInstanceStatus, describeInstances } from './instances.ts';
import {
  createNetworkInterface,
  deleteNetworkInterface,
  describeNetworkInterfaces,
  modifyNetworkInterfaceAttribute,
} from './network-interfaces.ts';
import { describeAvailabilityZones, describeRegions } from './regions.ts';
import { runInstances } from './run-instances.ts';
import {
  authorizeSecurityGroupEgress,
  authorizeSecurityGroupIngress,
  revokeSecurityGroupEgress,
  revokeSecurityGroupIngress,
} from './security-group-rules.ts';
import { createSecurityGroup, deleteSecurityGroup, describeSecurityGroups } from './security-groups.ts';
import { describeSecurityGroupRules, modifySecurityGroupRules } from './single-rules.ts';
import { createSubnet, deleteSubnet, describeSubnets, modifySubnetAttribute } from './subnets.ts';
import { createTags, deleteTags, describeTags } from './tags.ts';
import { describeVpcAttribute, modifyVpcAttribute } from './vpc-attributes.ts';
import { createVpc, deleteVpc, describeVpcs } from './vpcs.ts';

/** The name of an operation of EC2, as it stands in `Action`. */
export type Ec2OperationName = Capitalize<keyof EC2 & string>;

/**
 * EC2's operations that an NLB needs. Not there: internet gateways and route tables, launch templates, key
 * pairs, volumes, IPv6 addresses, secondary interfaces. All heed `DryRun`.
 */
export const ec2Operations = {
  AllocateAddress: heedDryRun(allocateAddress),
  AssociateAddress: heedDryRun(associateAddress),
  AuthorizeSecurityGroupEgress: heedDryRun(authorizeSecurityGroupEgress),
  AuthorizeSecurityGroupIngress: heedDryRun(authorizeSecurityGroupIngress),
  CreateNetworkInterface: heedDryRun(createNetworkInterface),
  CreateSecurityGroup: heedDryRun(createSecurityGroup),
  CreateSubnet: heedDryRun(createSubnet),
  CreateTags: heedDryRun(createTags),
  CreateVpc: heedDryRun(createVpc),
  DeleteNetworkInterface: heedDryRun(deleteNetworkInterface),
  DeleteSecurityGroup: heedDryRun(deleteSecurityGroup),
  DeleteSubnet: heedDryRun(deleteSubnet),
  DeleteTags: heedDryRun(deleteTags),
  DeleteVpc: heedDryRun(deleteVpc),
  DescribeAccountAttributes: heedDryRun(describeAccountAttributes),
  DescribeAddresses: heedDryRun(describeAddresses),
  DescribeAvailabilityZones: heedDryRun(describeAvailabilityZones),
  DescribeImages: heedDryRun(describeImages),
  DescribeInstanceAttribute: heedDryRun(describeInstanceAttribute),
  DescribeInstanceStatus: heedDryRun(describeInstanceStatus),
  DescribeInstanceTypes: heedDryRun(describeInstanceTypes),
  DescribeInstances: heedDryRun(describeInstances),
  DescribeNetworkInterfaces: heedDryRun(describeNetworkInterfaces),
  DescribeRegions: heedDryRun(describeRegions),
  DescribeSecurityGroupRules: heedDryRun(describeSecurityGroupRules),
  DescribeSecurityGroups: heedDryRun(describeSecurityGroups),
  DescribeSubnets: heedDryRun(describeSubnets),
  DescribeTags: heedDryRun(describeTags),
  DescribeVpcAttribute: heedDryRun(describeVpcAttribute),
  DescribeVpcs: heedDryRun(describeVpcs),
  DisassociateAddress: heedDryRun(disassociateAddress),
  ModifyInstanceAttribute: heedDryRun(modifyInstanceAttribute),
  ModifyNetworkInterfaceAttribute: heedDryRun(modifyNetworkInterfaceAttribute),
  ModifySecurityGroupRules: heedDryRun(modifySecurityGroupRules),
  ModifySubnetAttribute: heedDryRun(modifySubnetAttribute),
  ModifyVpcAttribute: heedDryRun(modifyVpcAttribute),
  ReleaseAddress: heedDryRun(releaseAddress),
  RevokeSecurityGroupEgress: heedDryRun(revokeSecurityGroupEgress),
  RevokeSecurityGroupIngress: heedDryRun(revokeSecurityGroupIngress),
  RunInstances: heedDryRun(runInstances),
  StartInstances: heedDryRun(startInstances),
  StopInstances: heedDryRun(stopInstances),
  TerminateInstances: heedDryRun(terminateInstances),
} satisfies Partial<Record<Ec2OperationName, Operation<never, object>>>;
