/** Runs an admin's script, and says what came of it in the words of the recording. */
import type { Outcome } from '../../../sandbox/contract/job.ts';
import type { Isolates } from '../../../src/isolates/pool.ts';
import { now, preprocessJob, processJob } from '../../sandbox/sandbox.ts';
import type { AdminCase } from './cases.ts';

export interface Recorded {
  edits: [number, object][];
  texts: Record<string, string>;
  printed: string;
  failed: string | null;
  request: object | null;
}
export function runAdminCase(
  sandbox: Isolates,
  { code, format, answer, ext, params }: AdminCase,
  language: 'php' | 'js' = 'php',
) {
  // None of them is about time.
  const common = { language, params, limits: { scriptMs: 10_000 } };
  if (format === 'pre') {
    const request = {
      url: 'https://crm.test/orders?ids={idsl}',
      method: 'GET',
      headers: { accept: '*/*' },
      fields: { ids: [1, 2] },
    };
    const leads = ext.map((extId, i) => ({ id: i + 1, extId }));
    return sandbox.run(preprocessJob(code, { ...common, request, leads }));
  }
  return sandbox.run(
    processJob(code, {
      ...common,
      format,
      answer,
      http: { headers: { 'content-type': 'application/json' } },
      leads: ext.map((extId, i) => ({ id: i + 1, extId, status: 2, createdAt: now - 7200 })),
    }),
  );
}

/** The outcome in the words of the recording. */
export function summary(outcome: Outcome): Omit<Recorded, 'printed'> {
  const nothing = { edits: [], texts: {}, failed: null, request: null };
  if (outcome.kind === 'request') return { ...nothing, request: outcome.request };
  if (outcome.kind === 'skipped') return { ...nothing, failed: outcome.why };
  if (outcome.kind === 'result' || outcome.kind === 'stopped') throw new Error('Of no script of a check');
  const findings = outcome.kind === 'edits' ? outcome : outcome.findings;
  const texts = Object.fromEntries((findings?.crmStatuses ?? []).map(({ leadId, text }) => [leadId, text]));
  // What a text comes to is not PHP's to know.
  const edits = (findings?.edits ?? []).filter(({ leadId }) => !Object.hasOwn(texts, leadId));
  return {
    edits: edits.map(({ leadId, edit }) => [leadId, edit]),
    texts,
    failed: outcome.kind === 'failed' ? outcome.error.message : null,
    request: null,
  };
}
