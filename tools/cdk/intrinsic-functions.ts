import { TemplateError, type TemplateValue } from './template.ts';

/** What the functions of a template ask about the world that it is applied to. */
export interface TemplateScope {
  /** The value of `Ref`: of a resource, a parameter or a pseudo parameter. */
  readonly reference: (name: string) => TemplateValue;
  /** The value of `Fn::GetAtt`. */
  readonly attribute: (logicalId: string, attribute: string) => TemplateValue;
  /** Names of the zones of a Region, in order; an empty name stands for the stack's own Region. */
  readonly availabilityZones: (region: string) => readonly string[];
}

type IntrinsicFunction = (parameter: TemplateValue, scope: TemplateScope) => TemplateValue | undefined;

const FUNCTIONS: Readonly<Record<string, IntrinsicFunction>> = {
  Ref: (name, scope) => (name === 'AWS::NoValue' ? undefined : scope.reference(text(name, 'Ref'))),
  'Fn::GetAtt': (path, scope) => scope.attribute(...attributePath(path)),
  'Fn::Join': (parameter, scope) => {
    const [separator, parts] = pair(parameter, 'Fn::Join');
    return list(resolveValue(parts, scope), 'Fn::Join')
      .map((part) => text(part, 'Fn::Join'))
      .join(text(separator, 'Fn::Join'));
  },
  'Fn::Select': (parameter, scope) => {
    const [index, values] = pair(parameter, 'Fn::Select');
    const selected = list(resolveValue(values, scope), 'Fn::Select')[Number(resolveValue(index, scope))];
    if (selected === undefined)
      throw new TemplateError(`Fn::Select: there is no value at ${JSON.stringify(index)}`);
    return selected;
  },
  'Fn::GetAZs': (region, scope) => scope.availabilityZones(text(resolveValue(region, scope), 'Fn::GetAZs')),
  'Fn::Base64': (value, scope) =>
    Buffer.from(text(resolveValue(value, scope), 'Fn::Base64')).toString('base64'),
  'Fn::Sub': (parameter, scope) => {
    const [pattern, own] = typeof parameter === 'string' ? [parameter, {}] : pair(parameter, 'Fn::Sub');
    return text(pattern, 'Fn::Sub').replace(
      PLACEHOLDER,
      (whole, escaped: string | undefined, name: string) =>
        escaped === undefined ? text(substitute(name, own, scope), 'Fn::Sub') : whole.replace('!', ''),
    );
  },
};

/** `${Name}`, `${Name.Attribute}`, and `${!Text}`, which stands for `${Text}` itself. */
export const PLACEHOLDER = /\$\{(!)?([^}]+)\}/g;

/**
 * A value with its intrinsic functions carried out; undefined for `AWS::NoValue`, and left out where that stands
 * in a list or an object.
 *
 * @throws TemplateError for a function that is not known here
 */
export function resolveValue(
  value: TemplateValue | undefined,
  scope: TemplateScope,
): TemplateValue | undefined {
  if (value === null || typeof value !== 'object') return value;
  if (isList(value))
    return value.map((item) => resolveValue(item, scope)).filter((item) => item !== undefined);
  const call = intrinsicCall(value);
  if (call !== undefined) {
    const apply = FUNCTIONS[call.name];
    if (apply === undefined) throw new TemplateError(`The function ${call.name} is not known here`);
    return apply(call.parameter, scope);
  }
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, member]) => {
      const resolved = resolveValue(member, scope);
      return resolved === undefined ? [] : [[name, resolved]];
    }),
  );
}

/** The call that an object stands for: its only member is `Ref` or begins with `Fn::`. */
export function intrinsicCall(
  value: Readonly<Record<string, TemplateValue>>,
): { readonly name: string; readonly parameter: TemplateValue } | undefined {
  const [only, another] = Object.entries(value);
  if (only === undefined || another !== undefined) return undefined;
  const [name, parameter] = only;
  return name === 'Ref' || name.startsWith('Fn::') ? { name, parameter } : undefined;
}

/** Resource and attribute of a `Fn::GetAtt`, written as a pair or with a dot. */
export function attributePath(path: TemplateValue): [logicalId: string, attribute: string] {
  if (typeof path === 'string') {
    const dot = path.indexOf('.');
    if (dot > 0) return [path.slice(0, dot), path.slice(dot + 1)];
  }
  const [logicalId, attribute] = pair(path, 'Fn::GetAtt');
  return [text(logicalId, 'Fn::GetAtt'), text(attribute, 'Fn::GetAtt')];
}

/** Whether a value is a list. `Array.isArray` does not narrow lists that are readonly. */
export function isList(value: TemplateValue | undefined): value is readonly TemplateValue[] {
  return Array.isArray(value);
}

function substitute(name: string, own: TemplateValue, scope: TemplateScope): TemplateValue | undefined {
  if (own !== null && typeof own === 'object' && !isList(own) && Object.hasOwn(own, name))
    return resolveValue(own[name], scope);
  return name.includes('.') ? scope.attribute(...attributePath(name)) : scope.reference(name);
}

function pair(value: TemplateValue, name: string): [TemplateValue, TemplateValue] {
  if (isList(value) && value.length === 2) return [value[0]!, value[1]!];
  throw new TemplateError(`${name} takes a list of two, not ${JSON.stringify(value)}`);
}

function list(value: TemplateValue | undefined, name: string): readonly TemplateValue[] {
  if (isList(value)) return value;
  throw new TemplateError(`${name} takes a list, not ${JSON.stringify(value)}`);
}

function text(value: TemplateValue | undefined, name: string): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  throw new TemplateError(`${name} takes text, not ${JSON.stringify(value)}`);
}
