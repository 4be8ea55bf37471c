import type { DescribeImagesCommandInput, DescribeImagesCommandOutput, Image } from '@aws-sdk/client-ec2';
import { assertWellFormedId } from '../../core/ec2/lookup.ts';
import { describe } from './describe.ts';
import type { Ec2Operation } from './ec2-operation.ts';
import { text } from './parameters.ts';

/**
 * The one image in the listing, so that searches for the newest Amazon Linux find something. Any other
 * well-formed id is accepted as well, here and by RunInstances: what runs on a host is its user data, whatever
 * the image.
 */
const LISTED_IMAGE_ID = 'ami-00000000000000001';

export const describeImages: Ec2Operation<DescribeImagesCommandInput, DescribeImagesCommandOutput> = (
  _context,
  input,
) => {
  for (const imageId of input.ImageIds ?? []) assertWellFormedId('image', imageId);
  const images = (input.ImageIds?.length ? input.ImageIds : [LISTED_IMAGE_ID])
    .map(imageNamed)
    .filter(() => !input.Owners?.length || input.Owners.includes('amazon'));
  const page = describe(images, input, {
    'image-id': (image) => [image.ImageId],
    name: (image) => [image.Name],
    description: (image) => [image.Description],
    architecture: (image) => [image.Architecture],
    state: (image) => [image.State],
    'is-public': (image) => [text(image.Public)],
    'owner-alias': (image) => [image.ImageOwnerAlias],
    'image-type': (image) => [image.ImageType],
    'virtualization-type': (image) => [image.VirtualizationType],
    'root-device-type': (image) => [image.RootDeviceType],
    'root-device-name': (image) => [image.RootDeviceName],
    hypervisor: (image) => [image.Hypervisor],
    'ena-support': (image) => [text(image.EnaSupport)],
  });
  return { Images: [...page.items], NextToken: page.nextToken };
};

function imageNamed(imageId: string): Image {
  return {
    ImageId: imageId,
    Name: 'al2023-ami-2023.0.00000000.0-kernel-6.1-x86_64',
    Description: 'Stands for any image in the emulated EC2',
    Architecture: 'x86_64',
    CreationDate: '2023-03-15T00:00:00.000Z',
    EnaSupport: true,
    Hypervisor: 'xen',
    ImageOwnerAlias: 'amazon',
    ImageType: 'machine',
    Public: true,
    RootDeviceName: '/dev/xvda',
    RootDeviceType: 'ebs',
    State: 'available',
    VirtualizationType: 'hvm',
    BlockDeviceMappings: [],
  };
}
