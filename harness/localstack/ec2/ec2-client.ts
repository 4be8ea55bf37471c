import { Agent } from 'node:http';
import { EC2Client } from '@aws-sdk/client-ec2';

export interface Ec2ClientOptions {
  readonly endpoint: string;
  readonly region: string;
  /** LocalStack takes an access key id of twelve digits for the number of the account. */
  readonly accountId: string;
}

/** Longer than any call takes; it ends a hang. */
const TIMEOUT_MS = 60_000;

/** The SDK's client for one Region of one account at LocalStack. It asks once: no retry hides an error. */
export function createEc2Client({ endpoint, region, accountId }: Ec2ClientOptions): EC2Client {
  return new EC2Client({
    endpoint,
    region,
    credentials: { accessKeyId: accountId, secretAccessKey: 'none' },
    maxAttempts: 1,
    requestHandler: {
      // A connection for each request: one that is kept may be closed just when it is used again.
      httpAgent: new Agent({ keepAlive: false }),
      connectionTimeout: TIMEOUT_MS,
      requestTimeout: TIMEOUT_MS,
      throwOnRequestTimeout: true,
    },
  });
}
