import type { HttpAnswer, HttpRequest } from '../gateway/upstream.ts';
import { checkAccountId, newAccountId } from './account-id.ts';
import { Ec2Mirror } from './ec2/ec2-mirror.ts';
import { exchange } from './http-exchange.ts';
import { checkLocalStackEndpoint } from './localstack-endpoint.ts';
import { localStackLost } from './localstack-lost.ts';
import { withAccessKeyId } from './with-access-key-id.ts';

export interface LocalStackAccountOptions {
  readonly endpoint: string;
  /** Twelve digits; default: a number of its own for each account object. */
  readonly accountId?: string | undefined;
  /** Without a sign of life for so long LocalStack is lost, in ms, unless a call says otherwise. Default 60,000. */
  readonly answerTimeoutMs?: number;
}

/** One account at a LocalStack: all that a world uses of it. Worlds with accounts of their own do not meet. */
export class LocalStackAccount {
  readonly accountId: string;
  readonly #server: URL;
  readonly #answerTimeoutMs: number;
  /** The same for every call until LocalStack answers again, so that it is told of once. */
  #lost: Error | undefined;

  /** Throws HARNESS_ARGUMENT_INVALID for an endpoint that is AWS, and for what is no account number. */
  constructor({ endpoint, accountId = newAccountId(), answerTimeoutMs = 60_000 }: LocalStackAccountOptions) {
    this.#server = checkLocalStackEndpoint(endpoint);
    this.accountId = checkAccountId(accountId);
    this.#answerTimeoutMs = answerTimeoutMs;
  }

  /** `http://127.0.0.1:4566`. */
  get endpoint(): string {
    return this.#server.origin;
  }

  /**
   * Passes a request on as it is, but for the access key id, which becomes the account's. Rejects with
   * HARNESS_LOCALSTACK_LOST, also after `answerTimeoutMs` without a sign of life.
   */
  async forward(request: HttpRequest, answerTimeoutMs = this.#answerTimeoutMs): Promise<HttpAnswer> {
    try {
      const answer = await exchange(this.#server, withAccessKeyId(request, this.accountId), answerTimeoutMs);
      this.#lost = undefined;
      return answer;
    } catch (cause) {
      this.#lost ??= localStackLost(this.endpoint, cause);
      throw this.#lost;
    }
  }

  /** What the account has of EC2 in a Region. Rejects with HARNESS_LOCALSTACK_LOST. */
  openRegion(region: string): Promise<Ec2Mirror> {
    return Ec2Mirror.open({ endpoint: this.endpoint, region, accountId: this.accountId });
  }
}
