import { exchange } from './http-exchange.ts';
import { localStackLost } from './localstack-lost.ts';

/** The account that LocalStack has for callers without a number. */
const NOBODYS_ACCOUNT = '000000000000';

/** Loading EC2 takes LocalStack some seconds on a slow machine. */
const TIMEOUT_MS = 60_000;

/**
 * Asks EC2 something, so that LocalStack has loaded it when the first world does. Throws HARNESS_LOCALSTACK_LOST for
 * what does not answer, or does not know EC2.
 */
export async function wakeEc2(server: URL): Promise<void> {
  const body = new TextEncoder().encode('Action=DescribeAvailabilityZones&Version=2016-11-15');
  const scope = `${NOBODYS_ACCOUNT}/20260101/us-east-1/ec2/aws4_request`;
  const request = {
    method: 'POST',
    target: '/',
    rawHeaders: [
      ...['host', server.host],
      ...['content-type', 'application/x-www-form-urlencoded; charset=utf-8'],
      ...['authorization', `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=0`],
    ],
    body,
  };
  const answer = await exchange(server, request, TIMEOUT_MS).catch((cause: unknown) => {
    throw localStackLost(server.origin, cause);
  });
  if (answer.status === 200) return;
  const text = new TextDecoder().decode(answer.body).slice(0, 500);
  throw localStackLost(server.origin, new Error(`EC2 answers with status ${answer.status}: ${text}`));
}
