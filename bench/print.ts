import { cpus, release, totalmem } from 'node:os';

/** The machine and the Node that figures were taken on. */
export function describeMachine(): string {
  const { length } = cpus();
  return `${length} × ${cpus()[0]?.model.trim()}, ${Math.round(totalmem() / 2 ** 30)} GiB, ${process.platform} ${release()}, Node ${process.versions.node}`;
}

/** One figure: the median of its samples with their range, and what it should reach. */
export function printRow(what: string, unit: string, samples: readonly number[], goal?: string): void {
  const sorted = [...samples].sort((left, right) => left - right);
  const median = sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
  const range = `${sorted[0]?.toFixed(0)}–${sorted.at(-1)?.toFixed(0)}`;
  console.log(
    `${what.padEnd(42)} ${median.toFixed(0).padStart(8)} ${unit} (${range}, n=${samples.length})${goal ? `  goal: ${goal}` : ''}`,
  );
}
