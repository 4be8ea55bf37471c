import { examineDocker as examine } from '../../index.ts';
import { readiness, type WorldReadiness } from './finding.ts';

/** What the docker world needs of the engine and its images. */
export async function examineDocker(): Promise<WorldReadiness> {
  const { required, helpful } = await examine();
  return readiness('docker', true, required, helpful);
}
