import { AwsError } from '../../core/aws-error.ts';

/** A decoded `application/x-www-form-urlencoded` body as a tree: `A.member.1.B=x` is at A → member → 1 → B. */
export interface FormNode {
  value: string | undefined;
  readonly children: Map<string, FormNode>;
}

/** Nesting that no AWS shape reaches; more is an attack on the parser, not a request. */
const MAX_DEPTH = 24;
const MAX_PARAMETERS = 20_000;

/** Parses a form. Throws AwsError `MalformedQueryString` for text that no form encoder produces. */
export function parseForm(body: Uint8Array): FormNode {
  const root: FormNode = { value: undefined, children: new Map() };
  const pairs = decodeUtf8(body).split('&');
  if (pairs.length > MAX_PARAMETERS) throw malformed('it has too many parameters');
  for (const pair of pairs) {
    if (pair === '') continue;
    const equals = pair.indexOf('=');
    const name = decodeText(equals < 0 ? pair : pair.slice(0, equals));
    const value = equals < 0 ? '' : decodeText(pair.slice(equals + 1));
    const path = name.split('.');
    if (path.length > MAX_DEPTH) throw malformed('a parameter name is nested too deeply');
    let node = root;
    for (const step of path) {
      let child = node.children.get(step);
      if (!child) {
        child = { value: undefined, children: new Map() };
        node.children.set(step, child);
      }
      node = child;
    }
    node.value = value;
  }
  return root;
}

/** The value of a top-level parameter such as `Action`. */
export function formValue(form: FormNode, name: string): string | undefined {
  return form.children.get(name)?.value;
}

function decodeUtf8(body: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(body);
  } catch {
    throw malformed('it is not valid UTF-8');
  }
}

function decodeText(text: string): string {
  let decoded: string;
  try {
    decoded = decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    throw malformed('it is not valid percent-encoded UTF-8');
  }
  // No XML document can carry these, so no answer could ever name them.
  const unsafe = [...decoded].find(isUnsafeInXml);
  if (unsafe !== undefined) {
    const codePoint = unsafe.codePointAt(0)!.toString(16).padStart(4, '0');
    throw malformed(`it contains the character U+${codePoint.toUpperCase()}, which XML cannot carry`);
  }
  return decoded;
}

function isUnsafeInXml(character: string): boolean {
  const code = character.codePointAt(0)!;
  if (code < 0x20) return code !== 0x09 && code !== 0x0a && code !== 0x0d;
  return (code >= 0xd800 && code <= 0xdfff) || code === 0xfffe || code === 0xffff;
}

function malformed(why: string): AwsError {
  return new AwsError('MalformedQueryString', `The query string contains a syntax error: ${why}`);
}
