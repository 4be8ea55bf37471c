import { type AwsError, validationError } from '../aws-error.ts';
import { checkLength } from './constraints.ts';

/** One attribute of a resource: its key, its value at creation, and which values it takes. */
export interface AttributeRule {
  readonly key: string;
  readonly initial: string;
  /** Throws an AwsError for a value that the attribute cannot have. */
  readonly check: (value: string, key: string) => void;
}

/** An attribute as a caller gives it. */
export interface AttributeSetting {
  readonly key: string;
  readonly value: string;
}

/** The attributes of a new resource, in AWS's order. */
export function initialAttributes(rules: readonly AttributeRule[]): Map<string, string> {
  return new Map(rules.map(({ key, initial }) => [key, initial]));
}

/** How a kind of resource words its refusals. */
export interface AttributeWording {
  /** The list's longest length, NLB-LB-14. */
  readonly maxSettings: number;
  /** `Target group attribute keys must be unique: …` (NLB-TG-21). */
  readonly subject: string;
  readonly unknownKey: (key: string) => AwsError;
}

/** Throws an AwsError unless every key is known, is named once and gets a value it can have. Changes nothing. */
export function checkAttributeSettings(
  rules: readonly AttributeRule[],
  settings: readonly AttributeSetting[],
  { maxSettings, subject, unknownKey }: AttributeWording,
): void {
  checkLength(settings, 'attributes', [0, maxSettings]);
  const seen = new Set<string>();
  for (const { key, value } of settings) {
    const rule = rules.find((candidate) => candidate.key === key);
    if (!rule) throw unknownKey(key);
    if (seen.has(key)) throw validationError(`${subject} attribute keys must be unique: '[${key}]'`);
    seen.add(key);
    rule.check(value, key);
  }
}

/** Any text, e.g. the name of a bucket. */
export const anyText: AttributeRule['check'] = () => undefined;

/** One of a list, in the words that AWS uses for target groups (NLB-TG-19). */
export function mustBeOneOf(...values: readonly string[]): AttributeRule['check'] {
  return (value, key) => {
    if (!values.includes(value)) throw validationError(`'${key}' must be one of ${values.join(',')}`);
  };
}

/** One of a list, in the words that AWS uses for load balancers (NLB-LB-15). */
export function validValue(...values: readonly string[]): AttributeRule['check'] {
  return (value, key) => {
    if (!values.includes(value)) throw validationError(`'${value}' is not a valid value for '${key}'`);
  };
}

/** A whole number within a range (NLB-TG-16). */
export function between(least: number, greatest: number): AttributeRule['check'] {
  return (value, key) => {
    const number = /^\d+$/.test(value) ? Number(value) : Number.NaN;
    if (!(number >= least && number <= greatest))
      throw validationError(`'${key}' value '${value}' must be between '${least}-${greatest}' inclusive`);
  };
}
