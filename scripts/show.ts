/** What became of a case, as text for a terminal. */
import { parseEdit } from '../sandbox/contract/edit.ts';
import type { Case } from '../src/library/case-schema.ts';
import type { Tried } from '../src/library/cases.ts';

export function showTried(title: string, given: Case, { requests, report, differences }: Tried): string {
  const { error, skipped, findings, logs, warnings } = report;
  const lines = [`── ${title}`];
  for (const { method, url, headers, body } of requests) {
    lines.push(`${method} ${url}`, ...Object.entries(headers).map(([name, value]) => `  ${name}: ${value}`));
    if (typeof body === 'string') lines.push(`  ${body}`);
  }
  if (skipped !== null) lines.push(`skipped: ${skipped}`);
  if (error) lines.push(`failed in ${error.step}: ${error.message}`, ...(error.excerpt ? [error.excerpt] : []));
  else lines.push(...table(given, findings?.edits ?? []));
  const unrecognised = findings?.unrecognised ?? [];
  if (unrecognised.length > 0) lines.push(`not recognised: ${unrecognised.map(({ text }) => text).join(' | ')}`);
  if (findings?.unknownIds.length) lines.push(`ids of other leads: ${findings.unknownIds.join(', ')}`);
  if (!error && findings?.missingIds.length) lines.push(`not named: ${findings.missingIds.join(', ')}`);
  lines.push(...warnings.map(({ message }) => `warning: ${message}`));
  lines.push(...logs.map(({ level, text }) => `${level}: ${text}`));
  for (const [index, { request }] of given.exchanges.entries()) {
    const sent = requests[index];
    if (!request && sent) lines.push(`to be written into the case: "request": ${JSON.stringify(asWritten(sent))}`);
  }
  const verdict = differences.length === 0 ? ['as expected'] : differences.map((each) => `DIFFERS ${each}`);
  return [...lines, ...verdict, ''].join('\n');
}

/** A request as a case has it. */
function asWritten({ method, url, headers, body }: Tried['requests'][number]): object {
  const any = Object.keys(headers).length > 0;
  return { method, url, ...(any && { headers }), ...(typeof body === 'string' && { body }) };
}

type Edits = NonNullable<Tried['report']['findings']>['edits'];

/** Lead, its id there, what it was and what is asked for, and the rule that recognised a text. */
function table(given: Case, edits: Edits): string[] {
  if (edits.length === 0) return ['no edits'];
  const rows = edits.map(({ leadId, edit, recognised }) => {
    const lead = given.leads.find(({ id }) => id === leadId);
    const why = recognised ? `«${recognised.text}» by ${recognised.rule}: ${recognised.word}` : '';
    const parsed = parseEdit(edit);
    const shown = parsed.ok ? JSON.stringify(parsed.edit) : `refused: ${parsed.message}`;
    return [`${leadId}`, lead?.extId ?? '', `${lead?.status ?? 2}`, shown, why];
  });
  const all = [['lead', 'ext id', 'was', 'edit', ''], ...rows];
  const widths = [0, 1, 2, 3, 4].map((column) => Math.max(...all.map((row) => row[column]?.length ?? 0)));
  return all.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}
