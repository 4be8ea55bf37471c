import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { renderHtmlPage } from '../../report/html-page.ts';
import type { RunReport } from '../../report/run-report.ts';

export type ReportForm = 'html' | 'json' | 'junit';

/** Where a report is written, and by whom. */
export interface ReportFile {
  readonly form: ReportForm;
  readonly path: string;
}

export function reportFile(form: ReportForm | undefined, output: string | undefined): ReportFile | undefined {
  if (!form) return undefined;
  return { form, path: output ?? `nlb-harness-report.${form === 'junit' ? 'xml' : form}` };
}

/** JSON and JUnit are vitest's own forms, written by its own reporters. */
export function vitestReporters(file: ReportFile | undefined): {
  readonly reporters: string[];
  readonly outputFile: Record<string, string>;
} {
  if (!file || file.form === 'html') return { reporters: [], outputFile: {} };
  return { reporters: [file.form], outputFile: { [file.form]: file.path } };
}

/** Writes the page of a run, where that was asked for. */
export async function writePage(file: ReportFile | undefined, report: RunReport): Promise<void> {
  if (file?.form !== 'html') return;
  await mkdir(dirname(file.path), { recursive: true });
  await writeFile(file.path, renderHtmlPage(report));
}
