import { isUtf8 } from 'node:buffer';
import { invalidParameterValue } from '../../core/ec2/parameter-errors.ts';

/**
 * User data as text. EC2 takes any bytes; hosts of the emulated network only understand text, so bytes that are
 * none (gzip, for example) are refused here and not mangled. Throws `InvalidParameterValue`.
 */
export function decodeUserData(base64: string): string {
  if (!/^[A-Za-z0-9+/\s]*={0,2}\s*$/.test(base64))
    throw invalidParameterValue('Invalid BASE64 encoding of user data.');
  const bytes = Buffer.from(base64, 'base64');
  if (!isUtf8(bytes))
    throw invalidParameterValue('User data is not UTF-8 text. The emulated EC2 takes text only.');
  return bytes.toString('utf8');
}

export function encodeUserData(userData: string): string {
  return Buffer.from(userData, 'utf8').toString('base64');
}
