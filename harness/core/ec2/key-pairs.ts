import { AwsError } from '../aws-error.ts';
import type { Region } from '../region.ts';
import { newResourceId } from './resource-id.ts';
import type { Ec2State, Tags } from './state.ts';
import { assertTags } from './tags.ts';

/** A public key under a name. No host of the emulated network has an SSH server, so it opens nothing. */
export interface KeyPair {
  readonly keyPairId: string;
  readonly keyName: string;
  readonly keyType: 'rsa' | 'ed25519';
  readonly fingerprint: string;
  /** In OpenSSH's form. */
  readonly publicKey: string;
  readonly createdAt: number;
  readonly tags: Tags;
}

export type KeyPairSpec = Omit<KeyPair, 'keyPairId' | 'createdAt'>;

/** Keeps a key pair. Throws `InvalidKeyPair.Duplicate` where the name is taken. */
export function addKeyPair(region: Region, now: number, spec: KeyPairSpec): KeyPair {
  assertKeyNameIsFree(region.ec2, spec.keyName);
  assertTags(spec.tags);
  const keyPair: KeyPair = {
    ...spec,
    keyPairId: newResourceId(region.random, 'key'),
    createdAt: now,
    tags: new Map(spec.tags),
  };
  region.ec2.keyPairs.set(keyPair.keyPairId, keyPair);
  return keyPair;
}

/** Throws `InvalidKeyPair.Duplicate`. */
export function assertKeyNameIsFree(state: Ec2State, keyName: string): void {
  if (keyPairByName(state, keyName))
    throw new AwsError('InvalidKeyPair.Duplicate', `The keypair already exists`);
}

/** Forgets a key pair, named by its name or its id. One that is not there is no error. */
export function deleteKeyPair(state: Ec2State, nameOrId: string): KeyPair | undefined {
  const keyPair = state.keyPairs.get(nameOrId) ?? keyPairByName(state, nameOrId);
  if (keyPair) state.keyPairs.delete(keyPair.keyPairId);
  return keyPair;
}

/** The key pair of this name. Throws `InvalidKeyPair.NotFound`. */
export function requireKeyPairByName(state: Ec2State, keyName: string): KeyPair {
  const keyPair = keyPairByName(state, keyName);
  if (!keyPair) throw new AwsError('InvalidKeyPair.NotFound', `The key pair '${keyName}' does not exist`);
  return keyPair;
}

function keyPairByName(state: Ec2State, keyName: string): KeyPair | undefined {
  return [...state.keyPairs.values()].find((keyPair) => keyPair.keyName === keyName);
}
