/**
 * `npm run test:cdk`: a CDK app, synthesised by aws-cdk-lib itself, applied through the AWS SDK, and used.
 *
 * aws-cdk-lib (about 190 MB) is no dependency of this project: it is installed into a temporary folder.
 */
import { createAwsClients, startLoopbackWorld } from '../../harness/index.ts';
import { applyTemplate } from './apply-template.ts';
import { CdkProject } from './cdk-project.ts';
import { checkService } from './check-service.ts';

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));

const startedAt = performance.now();
try {
  const verdict = await testCdk();
  console.log(`CDK: passed in ${((performance.now() - startedAt) / 1000).toFixed(1)} s: ${verdict}`);
} catch (error) {
  console.error(error);
  const [reason] = (error instanceof Error ? error.message : String(error)).split('\n');
  console.error(`CDK: failed: ${reason}`);
  process.exitCode = 1;
}

async function testCdk(): Promise<string> {
  console.log('Installing aws-cdk-lib into a temporary folder …');
  using project = await CdkProject.install();
  console.log('Synthesising the app …');
  const { stackName, template } = await project.synthesise();
  await using world = await startLoopbackWorld();
  using aws = createAwsClients(world);
  let created = 0;
  const onProgress = (line: string): void => {
    if (line.startsWith('created')) created += 1;
    console.log(line);
  };
  const { DnsName } = await applyTemplate({ template, stackName, world, aws, onProgress });
  if (typeof DnsName !== 'string') throw new Error('The template has no output DnsName');
  await checkService(world, aws, DnsName, onProgress);
  return `${created} of ${Object.keys(template.Resources).length} resources created, both targets answered, failover worked`;
}
