import { createPrivateKey } from 'node:crypto';
import * as sdk from '@aws-sdk/client-ec2';
import { expect, test } from 'vitest';
import { serveRegion } from '../served-region.fixture.ts';
import { refusalOf } from './refusal.fixture.ts';

const ED25519 = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ0NjaCFvqKOVvDE5vKzB0jt8jyGNFzq2dNsG3w3d1Zk edge';

test('aws_key_pair is imported, found by its name, named by an instance, and deleted', async () => {
  const { ec2, region } = await serveRegion();
  const PublicKeyMaterial = Buffer.from(ED25519);
  const imported = () => ec2.send(new sdk.ImportKeyPairCommand({ KeyName: 'edge', PublicKeyMaterial }));
  const { KeyPairId = '' } = await imported();
  expect(await refusalOf(imported())).toBe('InvalidKeyPair.Duplicate: The keypair already exists');
  const describe = () =>
    ec2.send(new sdk.DescribeKeyPairsCommand({ KeyNames: ['edge'], IncludePublicKey: true }));
  expect((await describe()).KeyPairs).toMatchObject([
    { KeyPairId, KeyName: 'edge', KeyType: 'ed25519', PublicKey: ED25519 },
  ]);
  const launch = (KeyName: string) =>
    ec2.send(new sdk.RunInstancesCommand({ ImageId: 'ami-00000000', MinCount: 1, MaxCount: 1, KeyName }));
  expect((await launch('edge')).Instances?.[0]?.KeyName).toBe('edge');
  expect(await refusalOf(launch('other'))).toBe(
    "InvalidKeyPair.NotFound: The key pair 'other' does not exist",
  );
  for (const _twice of [1, 2]) await ec2.send(new sdk.DeleteKeyPairCommand({ KeyName: 'edge' }));
  expect(region.ec2.keyPairs.size).toBe(0);
  expect(await refusalOf(describe())).toBe("InvalidKeyPair.NotFound: The key pair 'edge' does not exist");
});

test('a key that is none is refused', async () => {
  const { ec2 } = await serveRegion();
  for (const text of ['', 'ssh-rsa', 'ssh-rsa AAAA', 'ssh-ed25519 AAAAB3NzaC1yc2E= edge', 'ecdsa AAAA']) {
    const PublicKeyMaterial = Buffer.from(`${text} `);
    const request = ec2.send(new sdk.ImportKeyPairCommand({ KeyName: 'edge', PublicKeyMaterial }));
    expect(await refusalOf(request)).toBe('InvalidKey.Format: Key is not in valid OpenSSH public key format');
  }
});

test('a created RSA key is a PEM whose public half can be imported', async () => {
  const { ec2 } = await serveRegion();
  const { KeyMaterial = '', KeyFingerprint } = await ec2.send(new sdk.CreateKeyPairCommand({ KeyName: 'a' }));
  expect(createPrivateKey(KeyMaterial).asymmetricKeyDetails?.modulusLength).toBe(2048);
  expect(KeyFingerprint).toMatch(/^([0-9a-f]{2}:){19}[0-9a-f]{2}$/);
  const { KeyPairs } = await ec2.send(new sdk.DescribeKeyPairsCommand({ IncludePublicKey: true }));
  const PublicKeyMaterial = Buffer.from(KeyPairs?.[0]?.PublicKey ?? '');
  const imported = await ec2.send(new sdk.ImportKeyPairCommand({ KeyName: 'b', PublicKeyMaterial }));
  expect(imported.KeyFingerprint).toMatch(/^([0-9a-f]{2}:){15}[0-9a-f]{2}$/);
});

test("a created Ed25519 key is in OpenSSH's format", async () => {
  const { ec2 } = await serveRegion();
  const { KeyMaterial = '' } = await ec2.send(
    new sdk.CreateKeyPairCommand({ KeyName: 'a', KeyType: 'ed25519' }),
  );
  const bytes = Buffer.from(KeyMaterial.split('\n').slice(1, -2).join(''), 'base64');
  expect(bytes.subarray(0, 15).toString()).toBe('openssh-key-v1\0');
  expect(bytes.includes('ssh-ed25519')).toBe(true);
});
