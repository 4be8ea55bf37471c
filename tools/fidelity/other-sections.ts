import { operationsSection } from './operations.ts';
import { timingsSection } from './timings.ts';

/** What docs/fidelity.md has beside the rules. */
export const OTHER_SECTIONS: readonly string[] = [timingsSection(), operationsSection()];
