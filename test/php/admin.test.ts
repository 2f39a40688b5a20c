/** Scripts of admins do in the sandbox what they do under PHP. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Outcome } from '../../sandbox/contract/job.ts';
import { now, openSandbox, preprocessJob, processJob } from '../sandbox/sandbox.ts';
import { type AdminCase, adminCases } from './admin/cases.ts';

const sandbox = openSandbox();

interface Recorded {
  edits: [number, object][];
  texts: Record<string, string>;
  printed: string;
  failed: string | null;
  request: object | null;
}
const recordings = JSON.parse(readFileSync(new URL('admin/recorded.json', import.meta.url), 'utf8')) as Record<
  string,
  Recorded
>;

export function runAdminCase({ code, format, answer, ext, params }: AdminCase, language: 'php' | 'js' = 'php') {
  const common = { language, params };
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

describe('a script as an admin wrote it', () => {
  for (const one of adminCases()) {
    it(one.name, async () => {
      const outcome = await runAdminCase(one);
      const { printed, ...recorded } = recordings[one.name] as Recorded;
      expect(summary(outcome)).toEqual(recorded);
      const lines = outcome.logs.filter(({ level }) => level === 'log').map(({ text }) => text);
      expect(lines).toEqual(printed === '' ? [] : printed.replace(/\n$/, '').split('\n'));
    });
  }

  it('is one of sixty at least', () => {
    expect(adminCases().length).toBeGreaterThanOrEqual(60);
  });
});
