import { mkdir, open, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { HarnessError } from '../../index.ts';
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

/**
 * Makes sure that the report can be written, before scenarios have taken their time.
 *
 * @throws HarnessError HARNESS_ARGUMENT_INVALID
 */
export async function checkReportFile(file: ReportFile | undefined): Promise<void> {
  if (!file) return;
  try {
    await mkdir(dirname(file.path), { recursive: true });
    const opened = await open(file.path, 'a');
    const { size } = await opened.stat();
    await opened.close();
    if (size === 0) await rm(file.path);
  } catch (cause) {
    throw new HarnessError(
      'HARNESS_ARGUMENT_INVALID',
      `The report cannot be written: ${(cause as Error).message}`,
      'Name a file in a folder that you may write to, with --output',
      { cause },
    );
  }
}

/** Writes the report of a run, where that was asked for. */
export async function writeReport(file: ReportFile | undefined, report: RunReport): Promise<void> {
  if (!file) return;
  await mkdir(dirname(file.path), { recursive: true });
  await writeFile(file.path, RENDERERS[file.form](report));
}
