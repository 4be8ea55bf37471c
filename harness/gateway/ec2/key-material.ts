import { createHash, createPublicKey, generateKeyPairSync, type KeyObject, randomBytes } from 'node:crypto';
import { AwsError } from '../../core/aws-error.ts';
import type { KeyPair } from '../../core/ec2/key-pairs.ts';

type PublicKey = Pick<KeyPair, 'keyType' | 'fingerprint' | 'publicKey'>;

const ED25519_BYTES = 32;

/** A new key pair, whose private half leaves for the caller and is not kept. */
export function generateKeyMaterial(
  keyType: KeyPair['keyType'],
  comment: string,
): PublicKey & { readonly privateKey: string } {
  if (keyType === 'rsa') {
    const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const { n = '', e = '' } = publicKey.export({ format: 'jwk' });
    const blob = fields('ssh-rsa', integer(e), integer(n));
    return {
      keyType,
      // For a key that it made itself, AWS shows the hash of the private half.
      fingerprint: hexPairs('sha1', privateKey.export({ format: 'der', type: 'pkcs8' })),
      publicKey: `ssh-rsa ${blob.toString('base64')} ${comment}`,
      privateKey: privateKey.export({ format: 'pem', type: 'pkcs1' }).toString(),
    };
  }
  const { privateKey } = generateKeyPairSync('ed25519');
  const { x = '', d = '' } = privateKey.export({ format: 'jwk' });
  const point = Buffer.from(x, 'base64url');
  const blob = fields('ssh-ed25519', point);
  return {
    keyType,
    fingerprint: createHash('sha256').update(blob).digest('base64'),
    publicKey: `ssh-ed25519 ${blob.toString('base64')} ${comment}`,
    privateKey: opensshPrivateKey(blob, point, Buffer.from(d, 'base64url')),
  };
}

/** Reads a public key in OpenSSH's form. Throws `InvalidKey.Format`. */
export function readPublicKey(text: string): PublicKey {
  const [type = '', base64 = ''] = text.trim().split(/\s+/);
  const blob = Buffer.from(base64, 'base64');
  const [name, ...parts] = readFields(blob);
  if (name?.toString() !== type) throw invalidKey();
  const publicKey = text.trim();
  if (type === 'ssh-ed25519' && parts[0]?.length === ED25519_BYTES)
    return { keyType: 'ed25519', fingerprint: createHash('sha256').update(blob).digest('base64'), publicKey };
  const [e, n] = parts;
  if (type !== 'ssh-rsa' || !e || !n) throw invalidKey();
  return {
    keyType: 'rsa',
    fingerprint: hexPairs('md5', rsaKey(n, e).export({ format: 'der', type: 'spki' })),
    publicKey,
  };
}

function rsaKey(n: Buffer, e: Buffer): KeyObject {
  try {
    const jwk = { kty: 'RSA', n: n.toString('base64url'), e: e.toString('base64url') };
    return createPublicKey({ key: jwk, format: 'jwk' });
  } catch {
    throw invalidKey();
  }
}

function invalidKey(): AwsError {
  return new AwsError('InvalidKey.Format', 'Key is not in valid OpenSSH public key format');
}

function hexPairs(algorithm: 'md5' | 'sha1', bytes: Buffer): string {
  return createHash(algorithm)
    .update(bytes)
    .digest('hex')
    .replace(/(..)(?=.)/g, '$1:');
}

/** SSH's fields (RFC 4251): a length of four bytes before each. */
function fields(...values: readonly (string | Buffer)[]): Buffer {
  return Buffer.concat(
    values.flatMap((value) => {
      const bytes = Buffer.from(value as Buffer);
      const length = Buffer.alloc(4);
      length.writeUInt32BE(bytes.length);
      return [length, bytes];
    }),
  );
}

function readFields(blob: Buffer): Buffer[] {
  const values: Buffer[] = [];
  for (let at = 0; at < blob.length; ) {
    if (at + 4 > blob.length) throw invalidKey();
    const end = at + 4 + blob.readUInt32BE(at);
    if (end > blob.length) throw invalidKey();
    values.push(blob.subarray(at + 4, end));
    at = end;
  }
  return values;
}

/** A number in SSH's form, which a leading zero keeps positive. */
function integer(base64url: string): Buffer {
  const bytes = Buffer.from(base64url, 'base64url');
  return (bytes[0] ?? 0) >= 0x80 ? Buffer.concat([Buffer.alloc(1), bytes]) : bytes;
}

/** OpenSSH's own format, `openssh-key-v1` without a passphrase: the only one that it writes for Ed25519. */
function opensshPrivateKey(publicBlob: Buffer, point: Buffer, seed: Buffer): string {
  const check = randomBytes(4);
  const secret = Buffer.concat([
    check,
    check,
    fields('ssh-ed25519', point, Buffer.concat([seed, point]), ''),
  ]);
  const padding = Buffer.from(Array.from({ length: (8 - (secret.length % 8)) % 8 }, (_, index) => index + 1));
  const count = Buffer.alloc(4);
  count.writeUInt32BE(1);
  const whole = Buffer.concat([
    Buffer.from('openssh-key-v1\0'),
    fields('none', 'none', ''),
    count,
    fields(publicBlob, Buffer.concat([secret, padding])),
  ]);
  const lines = whole.toString('base64').match(/.{1,70}/g) ?? [];
  return `-----BEGIN OPENSSH PRIVATE KEY-----\n${lines.join('\n')}\n-----END OPENSSH PRIVATE KEY-----\n`;
}
