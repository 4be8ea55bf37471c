// summary.mjs <results> [failed step…]: what failed, and as last line "N passed, N failed". All of it is said
// once more at the end, because of a long output often only that is kept. Exits with 1 where anything failed.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

const [folder, ...failedSteps] = process.argv.slice(2);

const runs = readdirSync(folder)
  .filter((file) => file.endsWith('.status'))
  .map((file) => readRun(path.basename(file, '.status')));

for (const step of failedSteps) console.log(`== failed: ${step}`);
for (const { name, failures } of runs) {
  for (const failure of failures) console.log(`== failed: ${name} ${failure}`);
}
for (const { name, passed, failed } of runs) console.log(`${name}: ${passed} passed, ${failed} failed`);

const passed = runs.reduce((sum, run) => sum + run.passed, 0);
const failed = runs.reduce((sum, run) => sum + run.failed, failedSteps.length);
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;

function readRun(name) {
  const succeeded = readFileSync(path.join(folder, `${name}.status`), 'utf8').trim() === '0';
  const results = readResults(path.join(folder, `${name}.json`));
  // A file that does not load, or an error outside any test, has no failed test of its own.
  const unseen = results.numFailedTests === 0 && (!succeeded || results.numPassedTests === 0) ? 1 : 0;
  return {
    name,
    passed: results.numPassedTests,
    failed: results.numFailedTests + unseen,
    failures: [...results.testResults.flatMap(describeFailures), ...(unseen ? ['outside any test'] : [])],
  };
}

/** Without results nothing passed. */
function readResults(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return { numPassedTests: 0, numFailedTests: 0, testResults: [] };
  }
}

function describeFailures({ name: file, message, status, assertionResults }) {
  const failed = assertionResults.filter((test) => test.status === 'failed');
  if (failed.length === 0 && status === 'failed') return [`${file}\n${message}`];
  return failed.map(({ fullName, failureMessages }) => `${file}: ${fullName}\n${failureMessages.join('\n')}`);
}
