import { AwsError } from '../../core/aws-error.ts';
import { type FormNode, parseForm } from './form.ts';

/** What of an HTTP request carries the parameters of a Query operation. */
export interface RequestWithForm {
  readonly method: string;
  /** What follows the `?` of the URL; empty where there is none. */
  readonly query: string;
  readonly contentType: string | undefined;
  readonly body: Uint8Array;
}

const FORM = 'application/x-www-form-urlencoded';

/**
 * The parameters of a Query request: the form in the body of a POST, or the query string of a GET, as AWS takes them.
 * Throws MalformedQueryString, and, with texts and codes that are unsure, InvalidHttpRequest for other methods and
 * MissingAction for a body that is no form, in which AWS finds no parameter.
 */
export function readRequestForm({ method, query, contentType, body }: RequestWithForm): FormNode {
  if (method === 'GET') return parseForm(new TextEncoder().encode(query));
  if (method !== 'POST')
    throw new AwsError('InvalidHttpRequest', `The HTTP method ${method} is not supported: use POST or GET.`);
  const mediaType = contentType?.split(';')[0]?.trim().toLowerCase();
  if (mediaType !== undefined && mediaType !== FORM)
    throw new AwsError(
      'MissingAction',
      `The request must contain the parameter Action, in a body of type ${FORM}; its type is ${mediaType}.`,
    );
  return parseForm(body);
}
