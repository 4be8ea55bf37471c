import type { Deployment } from '../index.ts';

interface NamedTarget {
  readonly name: string;
  readonly id: string;
  /** Where it is; undefined where nothing but the name is known. */
  readonly place: string | undefined;
}

/** The targets of a scenario by name, as its assertions have them; the API and the nodes have ids. */
export class TargetNames {
  readonly #deployments: Deployment[] = [];
  #instances: ReadonlyMap<string, string> = new Map();

  add(deployment: Deployment): void {
    this.#deployments.push(deployment);
  }

  /** Names by instance id, for those that belong to no deployment. */
  setInstances(names: ReadonlyMap<string, string>): void {
    this.#instances = names;
  }

  /** The text with names for ids. */
  nameIn(text: string): string {
    return this.#targets().reduce(
      // Some texts have the name behind the id already.
      (named, { name, id }) => named.replaceAll(whole(`${id} (${name})`), name).replaceAll(whole(id), name),
      text,
    );
  }

  /** One line each: who is behind which name. */
  legend(): string[] {
    return this.#targets().map(({ name, id, place = '' }) => `${name} is ${id}${place}`);
  }

  /** Names are unique in a deployment; with several, its name comes first. */
  #targets(): NamedTarget[] {
    const several = this.#deployments.length > 1;
    const deployed = this.#deployments.flatMap((deployment) =>
      deployment.targets.map(({ name, targetId, address, port, availabilityZone }) => ({
        name: several ? `${deployment.name}/${name}` : name,
        id: targetId,
        place: ` at ${address}:${port} in ${availabilityZone}`,
      })),
    );
    const others = [...this.#instances].filter(([id]) => !deployed.some((target) => target.id === id));
    return [...deployed, ...others.map(([id, name]) => ({ name, id, place: undefined }))];
  }
}

/** Not as a part of a longer id or address. */
function whole(text: string): RegExp {
  return new RegExp(`(?<![\\w.-])${text.replace(/[.()]/g, '\\$&')}(?![\\w-]|\\.\\d)`, 'g');
}
