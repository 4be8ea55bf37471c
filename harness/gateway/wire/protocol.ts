import type { AwsError } from '../../core/aws-error.ts';
import type { RequestWithForm } from './request-form.ts';
import type { OperationSchema, ServiceModel } from './service-model.ts';

/** A request as far as protocols look at it. */
export interface WireRequest extends RequestWithForm {
  /** What the URL has before its query string. */
  readonly path: string;
  /** By name in lower case. */
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
}

/** An answer on its way out, without its status. */
export interface WireAnswer {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array;
}

/** A request that has been opened: what it asks for is looked at when it is wanted. */
export interface WireCall {
  /** The dialect to complain in from here on. */
  readonly dialect: ErrorDialect;
  /** Throws AwsError for an operation that the service does not have. */
  readonly operation: () => OperationSchema;
  /** Throws AwsError for what the operation's shapes do not allow. */
  readonly input: (operation: OperationSchema) => object | Promise<object>;
}

/** What an error needs to know of the service; less than a model, because the service may be unknown. */
export type ErrorDialect = Pick<ServiceModel, 'protocol' | 'xmlNamespace' | 'errorShapes'>;

/** A way to write requests and answers. A service may be spoken to in several. */
export interface Protocol {
  /** Whether a request says of itself that it is written in this one. */
  recognises(request: Pick<WireRequest, 'headers'>): boolean;
  /** Throws AwsError for a request that cannot be read at all. */
  open(model: ServiceModel, request: WireRequest): WireCall;
  encodeOutput(
    model: ServiceModel,
    operation: OperationSchema,
    output: object,
    requestId: string,
  ): WireAnswer;
  encodeError(
    dialect: ErrorDialect,
    error: Pick<AwsError, 'code' | 'message'>,
    status: number,
    requestId: string,
  ): WireAnswer;
}
