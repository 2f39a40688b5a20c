/** What a script said about several answers of one run, as if it had said it about one. Pure. */
import type { Findings, RecordedEdit } from '../../../sandbox/contract/job.ts';
import { maxEditsPerLead, maxResultBytes } from '../../../sandbox/contract/limits.ts';
import type { RunError } from '../../db/schema/runs.ts';

/** Of ids and texts that are listed in the journal. */
const mostListed = 1_000;

export interface JoinedFindings {
  findings: Findings;
  editsOf: Map<number, number>;
  /** Edits beyond the one that is reported as one too many. */
  droppedEdits: number;
  /** Characters of the edits, counted once there are two answers. */
  size: number;
  /** All answers together gave more than a run may give back. */
  error: RunError | null;
}

export function joinFindings(before: JoinedFindings | null, next: Findings): JoinedFindings {
  if (before === null) {
    const editsOf = new Map<number, number>();
    for (const { leadId } of next.edits) editsOf.set(leadId, (editsOf.get(leadId) ?? 0) + 1);
    return { findings: next, editsOf, droppedEdits: 0, size: 0, error: null };
  }
  const { findings, editsOf } = before;
  const { edits, dropped } = withinLimit(next.edits, editsOf);
  const size = (before.size || sizeOf(findings.edits)) + sizeOf(edits);
  const missing = new Set(next.missingIds);
  return {
    editsOf,
    droppedEdits: before.droppedEdits + dropped,
    size,
    error: size > maxResultBytes ? tooMuchOutput : null,
    findings: {
      rows: findings.rows === null ? next.rows : findings.rows + (next.rows ?? 0),
      edits: [...findings.edits, ...edits],
      unknownIds: [...new Set([...findings.unknownIds, ...next.unknownIds])].slice(0, mostListed),
      missingIds: findings.missingIds.filter((id) => missing.has(id)),
      unrecognised: joinCounts(findings.unrecognised, next.unrecognised).slice(0, mostListed),
      crmStatuses: latestOf([...findings.crmStatuses, ...next.crmStatuses]),
      data: findings.data,
    },
  };
}

/** The limit of edits is that of the run: what is one too many is refused by name, what comes after it only counted. */
function withinLimit(
  edits: readonly RecordedEdit[],
  editsOf: Map<number, number>,
): { edits: RecordedEdit[]; dropped: number } {
  const kept: RecordedEdit[] = [];
  for (const edit of edits) {
    const count = (editsOf.get(edit.leadId) ?? 0) + 1;
    editsOf.set(edit.leadId, count);
    if (count <= maxEditsPerLead) kept.push(edit);
    else if (count === maxEditsPerLead + 1) kept.push({ ...edit, overLimit: true });
  }
  return { edits: kept, dropped: edits.length - kept.length };
}

const sizeOf = (edits: readonly RecordedEdit[]): number => JSON.stringify(edits).length;

function joinCounts(
  a: readonly { text: string; count: number }[],
  b: readonly { text: string; count: number }[],
): { text: string; count: number }[] {
  const counts = new Map<string, number>();
  for (const { text, count } of [...a, ...b]) counts.set(text, (counts.get(text) ?? 0) + count);
  return [...counts].map(([text, count]) => ({ text, count }));
}

function latestOf(statuses: readonly { leadId: number; text: string }[]): { leadId: number; text: string }[] {
  const latest = new Map(statuses.map(({ leadId, text }) => [leadId, text]));
  return [...latest].map(([leadId, text]) => ({ leadId, text }));
}

const tooMuchOutput: RunError = {
  step: 'process',
  code: 'script_output',
  message: `The script gave back more than ${maxResultBytes / 1024 ** 2} MB for all answers of this run`,
  params: { limit: maxResultBytes / 1024 ** 2 },
};
