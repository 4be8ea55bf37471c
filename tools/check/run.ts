/** `npm run check`: all checks at once, one line each, exit code 1 when one failed. */
import { allChecks, type Check } from './checks.ts';
import { reportOf } from './report.ts';

async function run(check: Check): Promise<boolean> {
  const startedAt = performance.now();
  const findings = await check.find();
  console.log(reportOf(check.name, findings, performance.now() - startedAt));
  return findings.length === 0;
}

const passed = await Promise.all(allChecks().map(run));
const failures = passed.filter((ok) => !ok).length;
console.log(
  failures === 0 ? `${passed.length} checks passed` : `${failures} of ${passed.length} checks failed`,
);
process.exitCode = failures === 0 ? 0 : 1;
