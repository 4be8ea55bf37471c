import { EC2ServiceException } from '@aws-sdk/client-ec2';

/** `Code: message` of a request that EC2 refuses; fails if it is answered. */
export async function refusalOf(request: Promise<unknown>): Promise<string> {
  try {
    await request;
  } catch (error) {
    if (error instanceof EC2ServiceException) return `${error.name}: ${error.message}`;
    throw error;
  }
  throw new Error('The request was not refused');
}
