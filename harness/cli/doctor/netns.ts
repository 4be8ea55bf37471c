import { examineNetnsRequirements } from '../../index.ts';
import { readiness, type WorldReadiness } from './finding.ts';

/** What network namespaces need, as root and as a plain user. */
export async function examineNetns(): Promise<WorldReadiness> {
  return readiness('netns', true, await examineNetnsRequirements());
}
