import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { renderHtmlPage } from '../../report/html-page.ts';
import { renderJsonReport } from '../../report/json-report.ts';
import { renderJunitReport } from '../../report/junit-report.ts';
import type { RunReport } from '../../report/run-report.ts';

const RENDERERS = { html: renderHtmlPage, json: renderJsonReport, junit: renderJunitReport };

export type ReportForm = keyof typeof RENDERERS;

/** Where a report is written, and in which form. */
export interface ReportFile {
  readonly form: ReportForm;
  readonly path: string;
}

export function reportFile(form: ReportForm | undefined, output: string | undefined): ReportFile | undefined {
  if (!form) return undefined;
  return { form, path: output ?? `nlb-harness-report.${form === 'junit' ? 'xml' : form}` };
}

/** Writes the report of a run, where that was asked for. */
export async function writeReport(file: ReportFile | undefined, report: RunReport): Promise<void> {
  if (!file) return;
  await mkdir(dirname(file.path), { recursive: true });
  await writeFile(file.path, RENDERERS[file.form](report));
}
