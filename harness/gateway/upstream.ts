import type { FormNode } from './wire/form.ts';

/**
 * Another emulator behind this endpoint, which answers for the services that are not served here, and holds EC2's
 * state where EC2 is one of them.
 */
export interface Upstream {
  /** Passes a request on, and resolves to the answer when everything that follows from it has taken effect. */
  forward(call: UpstreamCall, request: HttpRequest): Promise<HttpAnswer>;
}

/** What a request says about itself; undefined where it says nothing. */
export interface UpstreamCall {
  readonly service: string | undefined;
  readonly region: string | undefined;
  /** Looked for in EC2's requests only: nobody asks for those of others. */
  readonly operation: string | undefined;
  /** What EC2's operation is asked with; empty for other services. */
  readonly parameters: FormNode;
}

/** A request as it came, whole. */
export interface HttpRequest {
  readonly method: string;
  /** Path and query string. */
  readonly target: string;
  /** Name, value, name, value. */
  readonly rawHeaders: readonly string[];
  readonly body: Uint8Array;
}

/** An answer, whole; without the headers that belong to a single connection. */
export interface HttpAnswer {
  readonly status: number;
  /** Name, value, name, value. */
  readonly rawHeaders: readonly string[];
  readonly body: Uint8Array;
}
