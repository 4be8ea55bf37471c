import { notEmulated } from '../../core/elbv2/not-emulated.ts';

/** Refuses by name what a caller asks for and no state keeps: to accept it silently would be a lie. */
export function refuseGiven(members: Readonly<Record<string, unknown>>): void {
  for (const [name, value] of Object.entries(members))
    if (value !== undefined) throw notEmulated(`the parameter '${name}'`);
}
