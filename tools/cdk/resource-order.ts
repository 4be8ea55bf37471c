import { referencesIn } from './references.ts';
import { type Template, TemplateError } from './template.ts';

/**
 * The logical ids of a template's resources, each after those that it refers to or depends on; otherwise in the
 * template's order.
 *
 * @throws TemplateError for a circle, and for a DependsOn of what is not there
 */
export function orderResources({ Resources }: Pick<Template, 'Resources'>): readonly string[] {
  const ordered = new Set<string>();
  const visit = (logicalId: string, path: readonly string[]): void => {
    if (ordered.has(logicalId)) return;
    if (path.includes(logicalId))
      throw new TemplateError(`The resources refer to each other: ${[...path, logicalId].join(' → ')}`);
    for (const needed of neededBy(Resources, logicalId)) visit(needed, [...path, logicalId]);
    ordered.add(logicalId);
  };
  for (const logicalId of Object.keys(Resources)) visit(logicalId, []);
  return [...ordered];
}

function neededBy(resources: Template['Resources'], logicalId: string): readonly string[] {
  const { Properties, DependsOn = [] } = resources[logicalId]!;
  const named = typeof DependsOn === 'string' ? [DependsOn] : DependsOn;
  const missing = named.find((name) => !Object.hasOwn(resources, name));
  if (missing !== undefined)
    throw new TemplateError(`${logicalId} depends on ${missing}, which is not in the template`);
  return [...named, ...[...referencesIn(Properties)].filter((name) => Object.hasOwn(resources, name))];
}
