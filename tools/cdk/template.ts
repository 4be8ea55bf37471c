/** A CloudFormation template as JSON, as far as CDK writes it and the applier reads it. */
export interface Template {
  readonly Resources: Readonly<Record<string, TemplateResource>>;
  readonly Parameters?: Readonly<Record<string, TemplateParameter>>;
  readonly Outputs?: Readonly<Record<string, { readonly Value: TemplateValue }>>;
  /** Assertions on parameters. */
  readonly Rules?: Readonly<Record<string, object>>;
}

export interface TemplateResource {
  readonly Type: string;
  readonly Properties?: { readonly [name: string]: TemplateValue };
  readonly DependsOn?: string | readonly string[];
}

export interface TemplateParameter {
  readonly Type: string;
  readonly Default?: string;
}

export type TemplateValue =
  | string
  | number
  | boolean
  | null
  | readonly TemplateValue[]
  | { readonly [name: string]: TemplateValue };

/** Something in a template that is wrong, or that the applier does not do. */
export class TemplateError extends Error {
  override readonly name = 'TemplateError';
}
