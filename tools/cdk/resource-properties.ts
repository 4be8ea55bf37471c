import { isList } from './intrinsic-functions.ts';
import { TemplateError, type TemplateValue } from './template.ts';

/**
 * The resolved properties of a resource, taken one by one. What nobody took is found by {@link assertAllTaken}, so
 * that no property of a template is left out silently.
 */
export class ResourceProperties {
  readonly #owner: string;
  readonly #values: Readonly<Record<string, TemplateValue>>;
  readonly #left: Set<string>;
  readonly #children: ResourceProperties[] = [];

  /** @param owner what they belong to, for messages */
  constructor(owner: string, values: Readonly<Record<string, TemplateValue>>) {
    this.#owner = owner;
    this.#values = values;
    this.#left = new Set(Object.keys(values));
  }

  text(name: string): string | undefined {
    const value = this.#take(name);
    if (value === undefined || typeof value === 'string') return value;
    if (typeof value === 'number' || typeof value === 'boolean') return String(value);
    throw this.#wrong(name, 'text', value);
  }

  /** As CloudFormation does, text is taken for the number in it. */
  number(name: string): number | undefined {
    const value = this.#take(name);
    if (value === undefined) return undefined;
    const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
    if (typeof number === 'number' && Number.isFinite(number)) return number;
    throw this.#wrong(name, 'a number', value);
  }

  /** As CloudFormation does, the text `true` or `false` is taken for the boolean. */
  boolean(name: string): boolean | undefined {
    const value = this.#take(name);
    if (value === undefined || typeof value === 'boolean') return value;
    if (value === 'true' || value === 'false') return value === 'true';
    throw this.#wrong(name, 'true or false', value);
  }

  texts(name: string): string[] | undefined {
    return this.#list(name)?.map((item) => {
      if (typeof item === 'string') return item;
      throw this.#wrong(name, 'a list of texts', item);
    });
  }

  /** One object. */
  object(name: string): ResourceProperties | undefined {
    const value = this.#take(name);
    return value === undefined ? undefined : this.#child(name, value);
  }

  /** A list of objects; empty where there is none. */
  objects(name: string): ResourceProperties[] {
    return (this.#list(name) ?? []).map((item, index) => this.#child(`${name}[${index}]`, item));
  }

  /** `Key` and `Value` pairs, as tags and attributes are written. */
  keyValues(name: string): { Key: string; Value: string }[] {
    return this.objects(name).map((pair) => ({
      Key: pair.text('Key') ?? '',
      Value: pair.text('Value') ?? '',
    }));
  }

  /** @throws TemplateError naming what was not taken, here and in the objects inside */
  assertAllTaken(): void {
    if (this.#left.size > 0)
      throw new TemplateError(`${this.#owner}: ${[...this.#left].join(', ')} would be left out`);
    for (const child of this.#children) child.assertAllTaken();
  }

  #take(name: string): TemplateValue | undefined {
    this.#left.delete(name);
    return this.#values[name];
  }

  #list(name: string): readonly TemplateValue[] | undefined {
    const value = this.#take(name);
    if (value === undefined || isList(value)) return value;
    throw this.#wrong(name, 'a list', value);
  }

  #child(name: string, value: TemplateValue): ResourceProperties {
    if (value === null || typeof value !== 'object' || isList(value))
      throw this.#wrong(name, 'an object', value);
    const child = new ResourceProperties(`${this.#owner}.${name}`, value);
    this.#children.push(child);
    return child;
  }

  #wrong(name: string, wanted: string, value: TemplateValue): TemplateError {
    return new TemplateError(`${this.#owner}.${name} is to be ${wanted}, not ${JSON.stringify(value)}`);
  }
}
