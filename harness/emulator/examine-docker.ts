import { resolveLocalStackSettings } from '../localstack/localstack-settings.ts';
import { type DockerExamination, examineDockerEngine } from '../worlds/docker/requirements.ts';

/** What the docker world needs and likes to have, with the LocalStack that the environment asks for. */
export function examineDocker(): Promise<DockerExamination> {
  const { endpoint, image } = resolveLocalStackSettings({});
  return examineDockerEngine({ endpoint, image });
}
