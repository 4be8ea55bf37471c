import { type LocalStackSettings, resolveLocalStackSettings } from '../localstack/localstack-settings.ts';
import { type DockerExamination, examineDockerEngine } from '../worlds/docker/requirements.ts';

/**
 * What the docker world needs and likes to have.
 *
 * @param localStack the one that is to be used, with the environment's settings for what is not given; `false`: none
 */
export function examineDocker(localStack: LocalStackSettings | false = {}): Promise<DockerExamination> {
  return examineDockerEngine(localStack ? resolveLocalStackSettings(localStack) : undefined);
}
