/**
 * For what is imported into somebody else's program: throws where that program's Node.js is too old. The public
 * entries import it before anything else, so that this is the error that people see.
 */
import { HarnessError } from './errors.ts';
import { nodeVersionProblem } from './node-version.mjs';

const problem = nodeVersionProblem(process.versions.node);
if (problem !== undefined) throw new HarnessError('HARNESS_NODE_TOO_OLD', problem.what, problem.remedy);
