import { styleText } from 'node:util';
import type { DeployedTarget, Deployment } from '../../index.ts';

const COLOURS = ['cyan', 'magenta'] as const;

/** Who takes part: targets by a letter and a colour, wherever they are shown. */
export class Cast {
  readonly #targets: readonly DeployedTarget[];

  constructor(deployment: Deployment) {
    this.#targets = deployment.targets;
  }

  /** `a` for target-a. */
  letter(name: string): string {
    return this.#paint(name, name.at(-1) ?? '?');
  }

  name(name: string): string {
    return this.#paint(name, name);
  }

  /** Puts names where a text has the ids of instances. They stay plain: the text has a colour of its own. */
  nameIn(text: string): string {
    return this.#targets.reduce((named, { name, targetId }) => named.replaceAll(targetId, name), text);
  }

  #paint(name: string, text: string): string {
    const index = this.#targets.findIndex((target) => target.name === name);
    return styleText(COLOURS[index] ?? 'reset', text);
  }
}
