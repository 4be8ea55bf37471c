import { CborCodec } from '@smithy/core/cbor';
import { JsonCodec2 } from '@smithy/core/protocols';
import { AwsError } from '../../core/aws-error.ts';
import { checkedInput } from './checked-input.ts';
import type { Protocol, WireRequest } from './protocol.ts';
import { checkRequired } from './required-members.ts';
import type { ServiceModel } from './service-model.ts';

/** What tells one remote-call protocol from another. */
interface RpcForm {
  readonly recognises: Protocol['recognises'];
  /** The prefix and the operation that a request names, e.g. `GraniteServiceVersion20100801` and `ListMetrics`. */
  readonly target: (request: WireRequest) => readonly [prefix: string, operation: string] | undefined;
  readonly headers: Readonly<Record<string, string>>;
  readonly decode: (schema: unknown, body: Uint8Array) => unknown;
  readonly encode: (schema: unknown, value: object) => Uint8Array;
}

/** Smithy's number for a value that describes itself. */
const DOCUMENT_SCHEMA = 15;
const EPOCH_SECONDS = 7;

/** AWS JSON 1.0: what the SDK for JavaScript and botocore speak to CloudWatch now. */
export const jsonProtocol: Protocol = rpcProtocol({
  recognises: ({ headers }) => headers['x-amz-target'] !== undefined,
  target: ({ headers }) => splitTarget(/^([^.]+)\.([^.]+)$/, String(headers['x-amz-target'])),
  headers: { 'content-type': 'application/x-amz-json-1.0' },
  decode: (schema, body) => jsonCodec.createDeserializer().read(schema as never, objectText(body)),
  encode: (schema, value) => written(jsonCodec.createSerializer(), schema, value),
});

/** Smithy RPC v2 with CBOR: what some SDKs prefer. */
export const cborProtocol: Protocol = rpcProtocol({
  recognises: ({ headers }) => headers['smithy-protocol'] === 'rpc-v2-cbor',
  target: ({ path }) => splitTarget(/^\/service\/([^/]+)\/operation\/([^/]+)$/, path),
  headers: { 'content-type': 'application/cbor', 'smithy-protocol': 'rpc-v2-cbor' },
  decode: (schema, body) => cborCodec.createDeserializer().read(schema as never, body),
  encode: (schema, value) => written(cborCodec.createSerializer(), schema, value),
});

const jsonCodec = new JsonCodec2({
  timestampFormat: { useTrait: true, default: EPOCH_SECONDS },
  jsonName: false,
});
const cborCodec = new CborCodec();

function rpcProtocol(form: RpcForm): Protocol {
  return {
    recognises: form.recognises,
    open(model, request) {
      return {
        dialect: model,
        operation: () => findOperation(model, request.method === 'POST' ? form.target(request) : undefined),
        input: async (operation) => {
          if (!operation.input) return {};
          const decoded = await decode(form, operation.input, request.body);
          const checked = checkedInput(operation.input, decoded);
          checkRequired(operation, checked, model.protocol);
          return checked;
        },
      };
    },
    encodeOutput: (_model, operation, output) => ({
      headers: form.headers,
      body: form.encode(operation.output ?? DOCUMENT_SCHEMA, output),
    }),
    encodeError: ({ errorShapes }, { code, message }, status) => ({
      // Shapes have other names than Query's codes: the header keeps what clients have always seen.
      headers: { ...form.headers, 'x-amzn-query-error': `${code};${status < 500 ? 'Sender' : 'Receiver'}` },
      body: form.encode(DOCUMENT_SCHEMA, { __type: errorShapes.get(code) ?? code, message }),
    }),
  };
}

function findOperation(model: ServiceModel, target: readonly [string, string] | undefined) {
  const [prefix, name = ''] = target ?? [];
  const operation = prefix !== undefined && prefix === model.rpcPrefix && model.operations.get(name);
  if (operation) return operation;
  throw new AwsError('UnknownOperationException', 'The request names no operation of this service.');
}

async function decode(form: RpcForm, schema: unknown, body: Uint8Array): Promise<unknown> {
  try {
    return await form.decode(schema, body);
  } catch {
    // Whatever the codec complains of, it is the sender's bytes; AWS says no more than this.
    throw new AwsError('SerializationException', 'The request body cannot be read.');
  }
}

function splitTarget(pattern: RegExp, text: string): readonly [string, string] | undefined {
  const match = pattern.exec(text);
  return match ? [match[1] ?? '', match[2] ?? ''] : undefined;
}

/** The codec takes a list for a structure without members; an empty body is one, too. */
function objectText(body: Uint8Array): string {
  const text = new TextDecoder('utf-8', { fatal: true }).decode(body);
  if (/^\s*[^\s{]/.test(text)) throw new SyntaxError('the body is not a JSON object');
  return text;
}

function written(
  serializer: { write(schema: never, value: unknown): void; flush(): Uint8Array },
  schema: unknown,
  value: object,
): Uint8Array {
  serializer.write(schema as never, value);
  return serializer.flush();
}
