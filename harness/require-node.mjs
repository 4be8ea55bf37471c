// For what is started from a command line: says what is wrong and ends with exit code 2 (missing requirement).
import { nodeVersionProblem } from './node-version.mjs';

const problem = nodeVersionProblem(process.versions.node);
if (problem !== undefined) {
  console.error(`${problem.what}.\n${problem.remedy}. [HARNESS_NODE_TOO_OLD]`);
  process.exit(2);
}
