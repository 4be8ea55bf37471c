import type { DescribeImagesCommandInput, DescribeImagesCommandOutput, Image } from '@aws-sdk/client-ec2';
import { assertWellFormedId } from '../../core/ec2/lookup.ts';
import { describe } from './describe.ts';
import type { Ec2Operation } from './ec2-operation.ts';
import { text } from './parameters.ts';

interface ListedImage {
  readonly imageId: string;
  readonly name: string;
  readonly architecture: 'x86_64' | 'arm64';
  readonly ownerId: string;
  readonly rootDeviceName: string;
}

const AMAZON = '137112412989';
const CANONICAL = '099720109477';
const UBUNTU = 'ubuntu/images/hvm-ssd-gp3/ubuntu-noble-24.04';

/**
 * The images in the listing, so that searches for the newest Amazon Linux or Ubuntu find something. Any other
 * well-formed id is accepted as well, here and by RunInstances: what runs on a host is its user data, whatever
 * the image.
 */
const LISTED_IMAGES: readonly ListedImage[] = [
  amazonLinux('ami-00000000000000001', 'x86_64'),
  amazonLinux('ami-00000000000000002', 'arm64'),
  ubuntu('ami-00000000000000003', 'x86_64', 'amd64'),
  ubuntu('ami-00000000000000004', 'arm64', 'arm64'),
];

/** Where an image has its root disk. */
export function rootDeviceNameOf(imageId: string): string {
  return imageOf(imageId).rootDeviceName;
}

export const describeImages: Ec2Operation<DescribeImagesCommandInput, DescribeImagesCommandOutput> = (
  _context,
  input,
) => {
  for (const imageId of input.ImageIds ?? []) assertWellFormedId('image', imageId);
  const images = (input.ImageIds?.length ? input.ImageIds.map(imageOf) : LISTED_IMAGES)
    .map(toSdkImage)
    .filter((image) => !input.Owners?.length || isOwnedBy(image, input.Owners));
  const page = describe(images, input, {
    'image-id': (image) => [image.ImageId],
    name: (image) => [image.Name],
    description: (image) => [image.Description],
    architecture: (image) => [image.Architecture],
    state: (image) => [image.State],
    'is-public': (image) => [text(image.Public)],
    'owner-id': (image) => [image.OwnerId],
    'owner-alias': (image) => [image.ImageOwnerAlias],
    'image-type': (image) => [image.ImageType],
    'virtualization-type': (image) => [image.VirtualizationType],
    'root-device-type': (image) => [image.RootDeviceType],
    'root-device-name': (image) => [image.RootDeviceName],
    hypervisor: (image) => [image.Hypervisor],
    'ena-support': (image) => [text(image.EnaSupport)],
    'block-device-mapping.volume-type': () => ['gp3'],
  });
  return { Images: [...page.items], NextToken: page.nextToken };
};

function isOwnedBy(image: Image, owners: readonly string[]): boolean {
  return owners.some((owner) => owner === image.OwnerId || owner === image.ImageOwnerAlias);
}

function imageOf(imageId: string): ListedImage {
  return LISTED_IMAGES.find((image) => image.imageId === imageId) ?? amazonLinux(imageId, 'x86_64');
}

function amazonLinux(imageId: string, architecture: ListedImage['architecture']): ListedImage {
  const name = `al2023-ami-2023.0.00000000.0-kernel-6.1-${architecture}`;
  return { imageId, name, architecture, ownerId: AMAZON, rootDeviceName: '/dev/xvda' };
}

function ubuntu(imageId: string, architecture: ListedImage['architecture'], suffix: string): ListedImage {
  const name = `${UBUNTU}-${suffix}-server-20240423`;
  return { imageId, name, architecture, ownerId: CANONICAL, rootDeviceName: '/dev/sda1' };
}

function toSdkImage({ imageId, name, architecture, ownerId, rootDeviceName }: ListedImage): Image {
  return {
    ImageId: imageId,
    Name: name,
    Description: 'Stands for any image in the emulated EC2',
    Architecture: architecture,
    CreationDate: '2024-04-23T00:00:00.000Z',
    EnaSupport: true,
    Hypervisor: 'xen',
    ImageLocation: `${ownerId === AMAZON ? 'amazon' : ownerId}/${name}`,
    ...(ownerId === AMAZON && { ImageOwnerAlias: 'amazon' }),
    ImageType: 'machine',
    OwnerId: ownerId,
    PlatformDetails: 'Linux/UNIX',
    Public: true,
    RootDeviceName: rootDeviceName,
    RootDeviceType: 'ebs',
    State: 'available',
    UsageOperation: 'RunInstances',
    VirtualizationType: 'hvm',
    BlockDeviceMappings: [
      {
        DeviceName: rootDeviceName,
        Ebs: { DeleteOnTermination: true, Encrypted: false, VolumeSize: 8, VolumeType: 'gp3' },
      },
    ],
  };
}
