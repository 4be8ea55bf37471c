import { randomUUID } from 'node:crypto';
import type { DescribeNetworkInterfacesCommandInput } from '@aws-sdk/client-ec2';
import { createRandom } from '../core/random.ts';
import { HarnessError } from '../errors.ts';
import { ec2Answer, ec2Input } from '../gateway/ec2/own-ec2.ts';
import type { HttpAnswer, HttpRequest, UpstreamCall } from '../gateway/upstream.ts';
import type { FormNode } from '../gateway/wire/form.ts';
import type { LocalStackAccount } from '../localstack/localstack-account.ts';
import { isRehearsed, rehearse } from './ec2-rehearsal.ts';
import type { ForeignEc2 } from './foreign-ec2.ts';
import { isRead } from './is-read.ts';
import { listServiceInterfaces } from './list-service-interfaces.ts';
import type { RegionRuntime } from './region-runtime.ts';
import { withFreeAddress } from './with-free-address.ts';

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
  /** Where addresses are chosen for LocalStack. */
  readonly #random = createRandom(0);
  #turn: Promise<unknown> = Promise.resolve();

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
      const started = this.#regions.startedRegion(region);
      await started?.hostsSettled();
      return started && operation === 'DescribeNetworkInterfaces'
        ? describeInterfaces(ec2Of(started), call.parameters)
        : this.#account.forward(request);
    }
    // Before the call, because instances of a Region that was read for the first time have been running already.
    const runtime = await this.#regions.region(region);
    const carryOut = () => this.#change(runtime, operation, call, request);
    return operation === 'CreateNetworkInterface' ? this.#inTurn(carryOut) : carryOut();
  }

  /** A call that changes something, and what follows from it. */
  async #change(
    runtime: RegionRuntime,
    operation: string,
    call: UpstreamCall,
    request: HttpRequest,
  ): Promise<HttpAnswer> {
    const answer = await this.#account.forward(await this.#prepare(runtime, operation, call, request));
    if (answer.status < 400) {
      this.#regions.noteCall({ service: 'ec2', region: runtime.region.name, operation });
      if (setsGroups(operation))
        await ec2Of(runtime).alignInstanceGroups(ec2Input(operation, call.parameters));
    }
    // A call that failed may have done a part of its work.
    await ec2Of(runtime).follow(operation);
    await runtime.reconcile();
    return answer;
  }

  /** The request as it is to be passed on. Throws what AWS would refuse it with and LocalStack would not. */
  async #prepare(
    runtime: RegionRuntime,
    operation: string,
    { parameters }: UpstreamCall,
    request: HttpRequest,
  ): Promise<HttpRequest> {
    if (!isRehearsed(operation)) return request;
    const context = await ec2Of(runtime).rehearsalContext(operation);
    const prepared =
      operation === 'CreateNetworkInterface'
        ? withFreeAddress(request, ec2Input(operation, parameters), context.region.ec2, this.#random)
        : request;
    rehearse(context, operation, parameters);
    return prepared;
  }

  /** One after the other: each must see which address the one before it got. */
  #inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
    const result = this.#turn.then(work);
    this.#turn = result.catch(() => undefined);
    return result;
  }
}

type GroupSettingOperation = 'ModifyInstanceAttribute' | 'ModifyNetworkInterfaceAttribute';

function setsGroups(operation: string): operation is GroupSettingOperation {
  return operation === 'ModifyInstanceAttribute' || operation === 'ModifyNetworkInterfaceAttribute';
}

/** Of a Region whose EC2 calls are relayed: each of them follows whoever they are relayed to. */
function ec2Of({ foreignEc2, region }: RegionRuntime): ForeignEc2 {
  if (foreignEc2) return foreignEc2;
  throw new HarnessError(
    'HARNESS_INVARIANT_BROKEN',
    `A call is relayed for Region ${region.name}, whose EC2 is its own`,
    'Report this as a defect of the harness',
  );
}

/** Load balancers' interfaces are shown from here: LocalStack has no more than their likenesses. */
async function describeInterfaces(ec2: ForeignEc2, parameters: FormNode): Promise<HttpAnswer> {
  const operation = 'DescribeNetworkInterfaces';
  const input: DescribeNetworkInterfacesCommandInput = ec2Input(operation, parameters);
  const others = await ec2.describeHostInterfaces(input);
  const ours = listServiceInterfaces(await ec2.rehearsalContext(operation), input);
  return ec2Answer(operation, { NetworkInterfaces: [...others, ...ours] }, randomUUID());
}
