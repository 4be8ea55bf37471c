import * as sdk from '@aws-sdk/client-ec2';
import { expect, test } from 'vitest';
import { tick } from '../../core/tick.ts';
import { serveRegion } from '../served-region.fixture.ts';
import { refusalOf } from './refusal.fixture.ts';

/* What Terraform's provider asks for `aws_instance` and what hangs on one, in its order. */

async function setUp() {
  const served = await serveRegion();
  const { ec2, region } = served;
  const settle = () => {
    served.now += region.timings.instanceTransitionMs;
    tick(region, served.now);
  };
  const launch = async (input: Partial<sdk.RunInstancesCommandInput> = {}) => {
    const { Instances } = await ec2.send(
      new sdk.RunInstancesCommand({
        ImageId: 'ami-00000000000000001',
        InstanceType: 't3.micro',
        MinCount: 1,
        MaxCount: 1,
        ...input,
      }),
    );
    settle();
    return Instances?.[0]?.InstanceId ?? '';
  };
  const describe = async (InstanceId: string) => {
    const { Reservations } = await ec2.send(new sdk.DescribeInstancesCommand({ InstanceIds: [InstanceId] }));
    return Reservations?.[0]?.Instances?.[0];
  };
  return { ec2, region, settle, launch, describe };
}

test('aws_instance is read with its attributes, its disk and its credits', async () => {
  const { ec2, launch, describe } = await setUp();
  const InstanceId = await launch({
    UserData: Buffer.from('#!/bin/sh\n').toString('base64'),
    MetadataOptions: { HttpTokens: 'required', HttpPutResponseHopLimit: 2 },
    BlockDeviceMappings: [{ DeviceName: '/dev/xvda', Ebs: { VolumeSize: 20, VolumeType: 'gp3' } }],
    TagSpecifications: [{ ResourceType: 'volume', Tags: [{ Key: 'Name', Value: 'root' }] }],
    Monitoring: { Enabled: true },
    IamInstanceProfile: { Name: 'edge' },
  });
  const instance = await describe(InstanceId);
  expect(instance).toMatchObject({
    State: { Name: 'running' },
    Monitoring: { State: 'enabled' },
    IamInstanceProfile: { Arn: 'arn:aws:iam::000000000000:instance-profile/edge' },
    MetadataOptions: { State: 'applied', HttpTokens: 'required', HttpPutResponseHopLimit: 2 },
    BlockDeviceMappings: [
      { DeviceName: '/dev/xvda', Ebs: { Status: 'attached', DeleteOnTermination: true } },
    ],
  });
  const attribute = async (Attribute: sdk.InstanceAttributeName) =>
    ec2.send(new sdk.DescribeInstanceAttributeCommand({ InstanceId, Attribute }));
  expect((await attribute('disableApiTermination')).DisableApiTermination).toEqual({ Value: false });
  expect((await attribute('disableApiStop')).DisableApiStop).toEqual({ Value: false });
  expect((await attribute('instanceInitiatedShutdownBehavior')).InstanceInitiatedShutdownBehavior).toEqual({
    Value: 'stop',
  });
  expect((await attribute('userData')).UserData).toEqual({ Value: 'IyEvYmluL3NoCg==' });
  expect((await attribute('sourceDestCheck')).SourceDestCheck).toEqual({ Value: true });
  expect((await attribute('rootDeviceName')).RootDeviceName).toEqual({ Value: '/dev/xvda' });
  const credits = await ec2.send(
    new sdk.DescribeInstanceCreditSpecificationsCommand({ InstanceIds: [InstanceId] }),
  );
  expect(credits.InstanceCreditSpecifications).toEqual([{ InstanceId, CpuCredits: 'unlimited' }]);
  const VolumeId = instance?.BlockDeviceMappings?.[0]?.Ebs?.VolumeId ?? '';
  const { Volumes } = await ec2.send(new sdk.DescribeVolumesCommand({ VolumeIds: [VolumeId] }));
  expect(Volumes).toMatchObject([
    {
      Size: 20,
      VolumeType: 'gp3',
      State: 'in-use',
      Attachments: [{ InstanceId, Device: '/dev/xvda', State: 'attached' }],
      Tags: [{ Key: 'Name', Value: 'root' }],
    },
  ]);
  await ec2.send(new sdk.CreateTagsCommand({ Resources: [VolumeId], Tags: [{ Key: 'a', Value: 'b' }] }));
  const { Tags } = await ec2.send(
    new sdk.DescribeTagsCommand({ Filters: [{ Name: 'resource-type', Values: ['volume'] }] }),
  );
  expect(Tags?.map(({ Key }) => Key)).toEqual(['Name', 'a']);
});

test('aws_instance is updated attribute by attribute, some of them only while it is stopped', async () => {
  const { ec2, region, settle, launch, describe } = await setUp();
  const InstanceId = await launch();
  const modify = (attributes: Partial<sdk.ModifyInstanceAttributeCommandInput>) =>
    ec2.send(new sdk.ModifyInstanceAttributeCommand({ InstanceId, ...attributes }));
  await modify({ SourceDestCheck: { Value: false } });
  await modify({ InstanceInitiatedShutdownBehavior: { Value: 'terminate' } });
  await modify({ Attribute: 'disableApiStop', Value: 'true' });
  await ec2.send(
    new sdk.ModifyInstanceMetadataOptionsCommand({
      InstanceId,
      HttpTokens: 'required',
      HttpEndpoint: 'enabled',
    }),
  );
  await ec2.send(new sdk.MonitorInstancesCommand({ InstanceIds: [InstanceId] }));
  expect(await refusalOf(modify({ InstanceType: { Value: 'm5.large' } }))).toBe(
    `IncorrectInstanceState: The instance '${InstanceId}' is not in the 'stopped' state.`,
  );
  const stop = () => ec2.send(new sdk.StopInstancesCommand({ InstanceIds: [InstanceId] }));
  expect(await refusalOf(stop())).toBe(
    `OperationNotPermitted: The instance '${InstanceId}' may not be stopped. Modify its 'disableApiStop' instance attribute and try again.`,
  );
  await modify({ DisableApiStop: { Value: false } });
  await stop();
  settle();
  await modify({ InstanceType: { Value: 'm5.large' } });
  await modify({ EbsOptimized: { Value: true } });
  expect(await describe(InstanceId)).toMatchObject({
    InstanceType: 'm5.large',
    EbsOptimized: true,
    SourceDestCheck: false,
    Monitoring: { State: 'enabled' },
    MetadataOptions: { HttpTokens: 'required' },
  });
  expect(region.ec2.instances.get(InstanceId)?.settings).toMatchObject({
    instanceInitiatedShutdownBehavior: 'terminate',
    cpuCredits: undefined,
  });
  const two = modify({ DisableApiStop: { Value: true }, EbsOptimized: { Value: false } });
  expect(await refusalOf(two)).toBe(
    'InvalidParameterCombination: Fields for multiple attribute types specified',
  );
});

test('an instance that is protected ends only after its protection', async () => {
  const { ec2, settle, launch, describe } = await setUp();
  const InstanceId = await launch({ DisableApiTermination: true });
  const other = await launch();
  const terminate = (InstanceIds: string[]) => ec2.send(new sdk.TerminateInstancesCommand({ InstanceIds }));
  expect(await refusalOf(terminate([other, InstanceId]))).toBe(
    `OperationNotPermitted: The instance '${InstanceId}' may not be terminated. Modify its 'disableApiTermination' instance attribute and try again.`,
  );
  expect((await describe(other))?.State?.Name).toBe('running');
  const VolumeId = (await describe(InstanceId))?.BlockDeviceMappings?.[0]?.Ebs?.VolumeId ?? '';
  await ec2.send(
    new sdk.ModifyInstanceAttributeCommand({ InstanceId, DisableApiTermination: { Value: false } }),
  );
  await terminate([InstanceId]);
  settle();
  expect(await describe(InstanceId)).toMatchObject({
    State: { Name: 'terminated' },
    BlockDeviceMappings: [],
    NetworkInterfaces: [],
  });
  expect(await refusalOf(ec2.send(new sdk.DescribeVolumesCommand({ VolumeIds: [VolumeId] })))).toBe(
    `InvalidVolume.NotFound: The volume '${VolumeId}' does not exist`,
  );
});

test('credits are changed instance by instance, and types without have none', async () => {
  const { ec2, launch } = await setUp();
  const burstable = await launch();
  const fixed = await launch({ InstanceType: 'm5.large' });
  const answer = await ec2.send(
    new sdk.ModifyInstanceCreditSpecificationCommand({
      InstanceCreditSpecifications: [
        { InstanceId: burstable, CpuCredits: 'standard' },
        { InstanceId: fixed, CpuCredits: 'standard' },
      ],
    }),
  );
  expect(answer.SuccessfulInstanceCreditSpecifications).toEqual([{ InstanceId: burstable }]);
  expect(answer.UnsuccessfulInstanceCreditSpecifications).toMatchObject([{ InstanceId: fixed }]);
  const withUnlimited = await ec2.send(new sdk.DescribeInstanceCreditSpecificationsCommand({}));
  expect(withUnlimited.InstanceCreditSpecifications).toEqual([]);
});

test('aws_network_interface is attached as a second interface, detached and deleted', async () => {
  const { ec2, region, launch, describe } = await setUp();
  const InstanceId = await launch();
  const [SubnetId = ''] = region.ec2.subnets.keys();
  const { NetworkInterface } = await ec2.send(new sdk.CreateNetworkInterfaceCommand({ SubnetId }));
  const NetworkInterfaceId = NetworkInterface?.NetworkInterfaceId ?? '';
  const modify = (attributes: Partial<sdk.ModifyNetworkInterfaceAttributeCommandInput>) =>
    ec2.send(new sdk.ModifyNetworkInterfaceAttributeCommand({ NetworkInterfaceId, ...attributes }));
  await modify({ SourceDestCheck: { Value: false } });
  await modify({ Description: { Value: 'second' } });
  const attach = (DeviceIndex: number) =>
    ec2.send(new sdk.AttachNetworkInterfaceCommand({ NetworkInterfaceId, InstanceId, DeviceIndex }));
  expect(await refusalOf(attach(0))).toBe(
    `InvalidParameterValue: Instance '${InstanceId}' already has an interface attached at device index '0'.`,
  );
  const { AttachmentId = '' } = await attach(1);
  const instance = await describe(InstanceId);
  expect(instance?.NetworkInterfaces).toMatchObject([
    { Attachment: { DeviceIndex: 0, DeleteOnTermination: true } },
    {
      Description: 'second',
      SourceDestCheck: false,
      Attachment: { AttachmentId, DeviceIndex: 1, DeleteOnTermination: false },
    },
  ]);
  expect(instance?.PrivateIpAddress).toBe('172.31.0.4');
  expect(await refusalOf(ec2.send(new sdk.DeleteNetworkInterfaceCommand({ NetworkInterfaceId })))).toMatch(
    /^InvalidParameterValue: .* is currently in use\.$/,
  );
  const detach = (id: string) => ec2.send(new sdk.DetachNetworkInterfaceCommand({ AttachmentId: id }));
  const primary = instance?.NetworkInterfaces?.[0]?.Attachment?.AttachmentId ?? '';
  expect(await refusalOf(detach(primary))).toBe(
    'OperationNotPermitted: The network interface at device index 0 cannot be detached.',
  );
  await detach(AttachmentId);
  expect(await refusalOf(detach(AttachmentId))).toBe(
    `InvalidAttachmentID.NotFound: The interface attachment '${AttachmentId}' does not exist.`,
  );
  await ec2.send(new sdk.DeleteNetworkInterfaceCommand({ NetworkInterfaceId }));
  const gone = ec2.send(
    new sdk.DescribeNetworkInterfacesCommand({ NetworkInterfaceIds: [NetworkInterfaceId] }),
  );
  expect(await refusalOf(gone)).toBe(
    `InvalidNetworkInterfaceID.NotFound: The networkInterface ID '${NetworkInterfaceId}' does not exist`,
  );
});

test('a second interface outlives its instance unless it was told to end with it', async () => {
  const { ec2, region, settle, launch } = await setUp();
  const InstanceId = await launch();
  const [SubnetId = ''] = region.ec2.subnets.keys();
  const attached: string[] = [];
  for (const DeviceIndex of [1, 2]) {
    const { NetworkInterface } = await ec2.send(new sdk.CreateNetworkInterfaceCommand({ SubnetId }));
    const NetworkInterfaceId = NetworkInterface?.NetworkInterfaceId ?? '';
    const { AttachmentId } = await ec2.send(
      new sdk.AttachNetworkInterfaceCommand({ NetworkInterfaceId, InstanceId, DeviceIndex }),
    );
    if (DeviceIndex === 2) {
      const Attachment = { AttachmentId, DeleteOnTermination: true };
      await ec2.send(new sdk.ModifyNetworkInterfaceAttributeCommand({ NetworkInterfaceId, Attachment }));
    }
    attached.push(NetworkInterfaceId);
  }
  await ec2.send(new sdk.TerminateInstancesCommand({ InstanceIds: [InstanceId] }));
  settle();
  expect([...region.ec2.networkInterfaces.keys()]).toEqual([attached[0]]);
});
