import type { HttpAnswer, HttpRequest, UpstreamCall } from '../gateway/upstream.ts';
import type { LocalStackAccount } from '../localstack/localstack-account.ts';
import { isRead } from './is-read.ts';
import type { RegionRuntime } from './region-runtime.ts';

/** What of an account at LocalStack the emulator uses. */
export type UpstreamAccount = Pick<LocalStackAccount, 'accountId' | 'forward' | 'openRegion'>;

/** A function that is waited for may take a quarter of an hour. EC2 answers at once. */
const LONGEST_CALL_MS = 16 * 60_000;

/** Such an account, and the end of the LocalStack that was started for it. */
export interface StartedUpstream {
  readonly account: UpstreamAccount;
  /** Idempotent. */
  stop(): Promise<void>;
}

/** The Regions, as far as calls to another emulator are about them. */
export interface RegionsOfCalls {
  /** The one of this name, made if need be. */
  region(name: string): Promise<RegionRuntime>;
  /** The one of this name, if it has been started. */
  startedRegion(name: string): RegionRuntime | undefined;
  /** Tells of a call that changed something, before what follows from it. */
  noteCall(call: { readonly service: string; readonly region: string; readonly operation: string }): void;
}

/**
 * Calls to services that LocalStack answers. EC2 matters here: what it changes is read back, and hosts and filters
 * follow, before the caller has the answer.
 */
export class RelayedCalls {
  readonly #account: UpstreamAccount;
  readonly #regions: RegionsOfCalls;

  constructor(account: UpstreamAccount, regions: RegionsOfCalls) {
    this.#account = account;
    this.#regions = regions;
  }

  async forward(call: UpstreamCall, request: HttpRequest): Promise<HttpAnswer> {
    const { service, region, operation } = call;
    if (service !== 'ec2' || region === undefined || operation === undefined)
      return this.#account.forward(request, LONGEST_CALL_MS);
    if (isRead(operation)) {
      // LocalStack's instances run at once; who is told so meets a host that has booted.
      await this.#regions.startedRegion(region)?.hostsSettled();
      return this.#account.forward(request);
    }
    // Before the call, because instances of a Region that was read for the first time have been running already.
    const runtime = await this.#regions.region(region);
    const answer = await this.#account.forward(request);
    if (answer.status < 400) this.#regions.noteCall({ service, region, operation });
    // A call that failed may have done a part of its work.
    await runtime.refreshEc2(operation);
    await runtime.reconcile();
    return answer;
  }
}
