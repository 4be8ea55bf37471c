import { attributePath, intrinsicCall, isList, PLACEHOLDER } from './intrinsic-functions.ts';
import type { TemplateValue } from './template.ts';

/** The names that a value refers to by Ref, Fn::GetAtt and Fn::Sub: resources, parameters, pseudo parameters. */
export function referencesIn(value: TemplateValue | undefined): ReadonlySet<string> {
  return new Set(namesIn(value));
}

function namesIn(value: TemplateValue | undefined): readonly string[] {
  if (value === null || typeof value !== 'object') return [];
  if (isList(value)) return value.flatMap(namesIn);
  const call = intrinsicCall(value);
  if (call?.name === 'Ref' && typeof call.parameter === 'string') return [call.parameter];
  if (call?.name === 'Fn::GetAtt') return [attributePath(call.parameter)[0]];
  if (call?.name === 'Fn::Sub') return namesInSub(call.parameter);
  return Object.values(value).flatMap(namesIn);
}

/** A name of the call's own values is taken for a reference too; it names no resource, so it does no harm. */
function namesInSub(parameter: TemplateValue): readonly string[] {
  const [pattern, own] = isList(parameter) ? parameter : [parameter];
  const placeholders = typeof pattern === 'string' ? [...pattern.matchAll(PLACEHOLDER)] : [];
  return [
    ...placeholders.flatMap(([, escaped, name = '']) => (escaped ? [] : [name.split('.')[0]!])),
    ...namesIn(own),
  ];
}
