import type { EC2 } from '@aws-sdk/client-ec2';
import type { Operation } from '../operation.ts';
import { describeAccountAttributes } from './account-attributes.ts';
import {
  allocateAddress,
  associateAddress,
  describeAddresses,
  describeAddressesAttribute,
  disassociateAddress,
  releaseAddress,
} from './addresses.ts';
import {
  describeInstanceCreditSpecifications,
  modifyInstanceCreditSpecification,
} from './credit-specifications.ts';
import { createDefaultSubnet, createDefaultVpc } from './default-vpc.ts';
import { describeDhcpOptions } from './dhcp-options.ts';
import { heedDryRun } from './dry-run.ts';
import { describeImages } from './images.ts';
import { describeInstanceAttribute } from './instance-attributes.ts';
import { startInstances, stopInstances, terminateInstances } from './instance-states.ts';
import { describeInstanceTypeOfferings, describeInstanceTypes } from './instance-types.ts';
import { describeInstanceStatus, describeInstances } from './instances.ts';
import {
  attachInternetGateway,
  createInternetGateway,
  deleteInternetGateway,
  describeInternetGateways,
  detachInternetGateway,
} from './internet-gateways.ts';
import { createKeyPair, deleteKeyPair, describeKeyPairs, importKeyPair } from './key-pairs.ts';
import { modifyInstanceMetadataOptions } from './metadata-options.ts';
import { modifyInstanceAttribute } from './modify-instance-attribute.ts';
import {
  attachNetworkInterface,
  detachNetworkInterface,
  modifyNetworkInterfaceAttribute,
} from './modify-network-interface.ts';
import { monitorInstances, unmonitorInstances } from './monitoring.ts';
import { describeNetworkAcls } from './network-acls.ts';
import {
  createNetworkInterface,
  deleteNetworkInterface,
  describeNetworkInterfaces,
} from './network-interfaces.ts';
import {
  createManagedPrefixList,
  deleteManagedPrefixList,
  describeManagedPrefixLists,
  describePrefixLists,
  getManagedPrefixListEntries,
  modifyManagedPrefixList,
} from './prefix-lists.ts';
import { describeAvailabilityZones, describeRegions } from './regions.ts';
import {
  associateRouteTable,
  createRouteTable,
  deleteRouteTable,
  describeRouteTables,
  disassociateRouteTable,
  replaceRouteTableAssociation,
} from './route-tables.ts';
import { createRoute, deleteRoute, replaceRoute } from './routes.ts';
import {
  updateSecurityGroupRuleDescriptionsEgress,
  updateSecurityGroupRuleDescriptionsIngress,
} from './rule-descriptions.ts';
import { runInstances } from './run-instances.ts';
import {
  describeSecurityGroupReferences,
  describeStaleSecurityGroups,
  getSecurityGroupsForVpc,
} from './security-group-references.ts';
import {
  authorizeSecurityGroupEgress,
  authorizeSecurityGroupIngress,
  revokeSecurityGroupEgress,
  revokeSecurityGroupIngress,
} from './security-group-rules.ts';
import { createSecurityGroup, deleteSecurityGroup, describeSecurityGroups } from './security-groups.ts';
import { describeSecurityGroupRules, modifySecurityGroupRules } from './single-rules.ts';
import { modifySubnetAttribute } from './subnet-attributes.ts';
import { createSubnet, deleteSubnet, describeSubnets } from './subnets.ts';
import { createTags, deleteTags, describeTags } from './tags.ts';
import { describeVolumes } from './volumes.ts';
import { describeVpcAttribute, modifyVpcAttribute } from './vpc-attributes.ts';
import { associateVpcCidrBlock, disassociateVpcCidrBlock } from './vpc-cidr-blocks.ts';
import { createVpc, deleteVpc, describeVpcs } from './vpcs.ts';

/** The name of an operation of EC2, as it stands in `Action`. */
export type Ec2OperationName = Capitalize<keyof EC2 & string>;

/**
 * EC2's operations that an NLB and what is built around it need. Routes, prefix lists, key pairs and disks are
 * kept as data: nothing in the emulated network goes by them. Not there: launch templates, NAT and transit
 * gateways, VPC endpoints and peering, IPv6 addresses, further network ACLs and disks. All heed `DryRun`.
 */
export const ec2Operations = {
  AllocateAddress: heedDryRun(allocateAddress),
  AssociateAddress: heedDryRun(associateAddress),
  AssociateRouteTable: heedDryRun(associateRouteTable),
  AssociateVpcCidrBlock: heedDryRun(associateVpcCidrBlock),
  AttachInternetGateway: heedDryRun(attachInternetGateway),
  AttachNetworkInterface: heedDryRun(attachNetworkInterface),
  AuthorizeSecurityGroupEgress: heedDryRun(authorizeSecurityGroupEgress),
  AuthorizeSecurityGroupIngress: heedDryRun(authorizeSecurityGroupIngress),
  CreateDefaultSubnet: heedDryRun(createDefaultSubnet),
  CreateDefaultVpc: heedDryRun(createDefaultVpc),
  CreateInternetGateway: heedDryRun(createInternetGateway),
  CreateKeyPair: heedDryRun(createKeyPair),
  CreateManagedPrefixList: heedDryRun(createManagedPrefixList),
  CreateNetworkInterface: heedDryRun(createNetworkInterface),
  CreateRoute: heedDryRun(createRoute),
  CreateRouteTable: heedDryRun(createRouteTable),
  CreateSecurityGroup: heedDryRun(createSecurityGroup),
  CreateSubnet: heedDryRun(createSubnet),
  CreateTags: heedDryRun(createTags),
  CreateVpc: heedDryRun(createVpc),
  DeleteInternetGateway: heedDryRun(deleteInternetGateway),
  DeleteKeyPair: heedDryRun(deleteKeyPair),
  DeleteManagedPrefixList: heedDryRun(deleteManagedPrefixList),
  DeleteNetworkInterface: heedDryRun(deleteNetworkInterface),
  DeleteRoute: heedDryRun(deleteRoute),
  DeleteRouteTable: heedDryRun(deleteRouteTable),
  DeleteSecurityGroup: heedDryRun(deleteSecurityGroup),
  DeleteSubnet: heedDryRun(deleteSubnet),
  DeleteTags: heedDryRun(deleteTags),
  DeleteVpc: heedDryRun(deleteVpc),
  DescribeAccountAttributes: heedDryRun(describeAccountAttributes),
  DescribeAddresses: heedDryRun(describeAddresses),
  DescribeAddressesAttribute: heedDryRun(describeAddressesAttribute),
  DescribeAvailabilityZones: heedDryRun(describeAvailabilityZones),
  DescribeDhcpOptions: heedDryRun(describeDhcpOptions),
  DescribeImages: heedDryRun(describeImages),
  DescribeInstanceAttribute: heedDryRun(describeInstanceAttribute),
  DescribeInstanceCreditSpecifications: heedDryRun(describeInstanceCreditSpecifications),
  DescribeInstanceStatus: heedDryRun(describeInstanceStatus),
  DescribeInstanceTypeOfferings: heedDryRun(describeInstanceTypeOfferings),
  DescribeInstanceTypes: heedDryRun(describeInstanceTypes),
  DescribeInstances: heedDryRun(describeInstances),
  DescribeInternetGateways: heedDryRun(describeInternetGateways),
  DescribeKeyPairs: heedDryRun(describeKeyPairs),
  DescribeManagedPrefixLists: heedDryRun(describeManagedPrefixLists),
  DescribeNetworkAcls: heedDryRun(describeNetworkAcls),
  DescribeNetworkInterfaces: heedDryRun(describeNetworkInterfaces),
  DescribePrefixLists: heedDryRun(describePrefixLists),
  DescribeRegions: heedDryRun(describeRegions),
  DescribeRouteTables: heedDryRun(describeRouteTables),
  DescribeSecurityGroupReferences: heedDryRun(describeSecurityGroupReferences),
  DescribeSecurityGroupRules: heedDryRun(describeSecurityGroupRules),
  DescribeSecurityGroups: heedDryRun(describeSecurityGroups),
  DescribeStaleSecurityGroups: heedDryRun(describeStaleSecurityGroups),
  DescribeSubnets: heedDryRun(describeSubnets),
  DescribeTags: heedDryRun(describeTags),
  DescribeVolumes: heedDryRun(describeVolumes),
  DescribeVpcAttribute: heedDryRun(describeVpcAttribute),
  DescribeVpcs: heedDryRun(describeVpcs),
  DetachInternetGateway: heedDryRun(detachInternetGateway),
  DetachNetworkInterface: heedDryRun(detachNetworkInterface),
  DisassociateAddress: heedDryRun(disassociateAddress),
  DisassociateRouteTable: heedDryRun(disassociateRouteTable),
  DisassociateVpcCidrBlock: heedDryRun(disassociateVpcCidrBlock),
  GetManagedPrefixListEntries: heedDryRun(getManagedPrefixListEntries),
  GetSecurityGroupsForVpc: heedDryRun(getSecurityGroupsForVpc),
  ImportKeyPair: heedDryRun(importKeyPair),
  ModifyInstanceAttribute: heedDryRun(modifyInstanceAttribute),
  ModifyInstanceCreditSpecification: heedDryRun(modifyInstanceCreditSpecification),
  ModifyInstanceMetadataOptions: heedDryRun(modifyInstanceMetadataOptions),
  ModifyManagedPrefixList: heedDryRun(modifyManagedPrefixList),
  ModifyNetworkInterfaceAttribute: heedDryRun(modifyNetworkInterfaceAttribute),
  ModifySecurityGroupRules: heedDryRun(modifySecurityGroupRules),
  ModifySubnetAttribute: heedDryRun(modifySubnetAttribute),
  ModifyVpcAttribute: heedDryRun(modifyVpcAttribute),
  MonitorInstances: heedDryRun(monitorInstances),
  ReleaseAddress: heedDryRun(releaseAddress),
  ReplaceRoute: heedDryRun(replaceRoute),
  ReplaceRouteTableAssociation: heedDryRun(replaceRouteTableAssociation),
  RevokeSecurityGroupEgress: heedDryRun(revokeSecurityGroupEgress),
  RevokeSecurityGroupIngress: heedDryRun(revokeSecurityGroupIngress),
  RunInstances: heedDryRun(runInstances),
  StartInstances: heedDryRun(startInstances),
  StopInstances: heedDryRun(stopInstances),
  TerminateInstances: heedDryRun(terminateInstances),
  UnmonitorInstances: heedDryRun(unmonitorInstances),
  UpdateSecurityGroupRuleDescriptionsEgress: heedDryRun(updateSecurityGroupRuleDescriptionsEgress),
  UpdateSecurityGroupRuleDescriptionsIngress: heedDryRun(updateSecurityGroupRuleDescriptionsIngress),
} satisfies Partial<Record<Ec2OperationName, Operation<never, object>>>;
