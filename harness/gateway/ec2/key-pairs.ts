import type {
  CreateKeyPairCommandInput,
  CreateKeyPairCommandOutput,
  DeleteKeyPairCommandInput,
  DeleteKeyPairCommandOutput,
  DescribeKeyPairsCommandInput,
  DescribeKeyPairsCommandOutput,
  ImportKeyPairCommandInput,
  ImportKeyPairCommandOutput,
} from '@aws-sdk/client-ec2';
import { AwsError } from '../../core/aws-error.ts';
import * as core from '../../core/ec2/key-pairs.ts';
import { requireResources } from '../../core/ec2/lookup.ts';
import { describe } from './describe.ts';
import type { Ec2Operation } from './ec2-operation.ts';
import { generateKeyMaterial, readPublicKey } from './key-material.ts';
import { required } from './parameters.ts';
import { specifiedTags, toSdkTags } from './tags-shape.ts';

export const createKeyPair: Ec2Operation<CreateKeyPairCommandInput, CreateKeyPairCommandOutput> = (
  { region, now },
  input,
) => {
  const keyName = required(input.KeyName, 'KeyName');
  if (input.KeyFormat === 'ppk')
    throw new AwsError('UnsupportedOperation', 'The emulated EC2 writes keys as PEM only.');
  const tags = specifiedTags(input.TagSpecifications, 'key-pair');
  core.assertKeyNameIsFree(region.ec2, keyName);
  const { privateKey, ...material } = generateKeyMaterial(input.KeyType ?? 'rsa', keyName);
  const keyPair = core.addKeyPair(region, now, { ...material, keyName, tags });
  return { ...toSummary(keyPair), KeyMaterial: privateKey };
};

export const importKeyPair: Ec2Operation<ImportKeyPairCommandInput, ImportKeyPairCommandOutput> = (
  { region, now },
  input,
) => {
  const keyName = required(input.KeyName, 'KeyName');
  const tags = specifiedTags(input.TagSpecifications, 'key-pair');
  const text = textOf(required(input.PublicKeyMaterial, 'PublicKeyMaterial'));
  return toSummary(core.addKeyPair(region, now, { ...readPublicKey(text), keyName, tags }));
};

export const deleteKeyPair: Ec2Operation<DeleteKeyPairCommandInput, DeleteKeyPairCommandOutput> = (
  { region },
  input,
) => {
  const deleted = core.deleteKeyPair(region.ec2, required(input.KeyPairId ?? input.KeyName, 'KeyName'));
  return { Return: true, KeyPairId: deleted?.keyPairId };
};

export const describeKeyPairs: Ec2Operation<DescribeKeyPairsCommandInput, DescribeKeyPairsCommandOutput> = (
  { region },
  input,
) => {
  const named = (input.KeyNames ?? []).map((name) => core.requireKeyPairByName(region.ec2, name));
  const keyPairs = requireResources(region.ec2.keyPairs, 'key-pair', input.KeyPairIds).filter(
    (keyPair) => named.length === 0 || named.includes(keyPair),
  );
  // DescribeKeyPairs has no pages.
  const page = describe(
    keyPairs,
    { Filters: input.Filters },
    {
      'key-pair-id': ({ keyPairId }) => [keyPairId],
      'key-name': ({ keyName }) => [keyName],
      fingerprint: ({ fingerprint }) => [fingerprint],
    },
  );
  return {
    KeyPairs: page.items.map((keyPair) => ({
      ...toSummary(keyPair),
      KeyType: keyPair.keyType,
      CreateTime: new Date(keyPair.createdAt),
      ...(input.IncludePublicKey && { PublicKey: keyPair.publicKey }),
    })),
  };
};

/** The SDK's clients send bytes; on the wire, and so here, they are base64 text. */
function textOf(material: Uint8Array | string): string {
  const bytes = typeof material === 'string' ? Buffer.from(material, 'base64') : Buffer.from(material);
  return bytes.toString('utf8');
}

function toSummary({ keyPairId, keyName, fingerprint, tags }: core.KeyPair) {
  return {
    KeyPairId: keyPairId,
    KeyName: keyName,
    KeyFingerprint: fingerprint,
    Tags: toSdkTags(tags),
  };
}
