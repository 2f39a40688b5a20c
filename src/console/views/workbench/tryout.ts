import { useState } from 'preact/hooks';
import { api, Problem } from '../../api/client.ts';
import type { DryRun } from '../../api/types.ts';
import { param } from '../../app/router.ts';
import { readDraft, writeDraft } from '../../parts/drafts.ts';
import { checkInput } from './draft.ts';
import type { Bench } from './state.ts';

export type Source = 'real' | 'pasted' | 'recorded';

/** What a try runs on. */
export interface TryForm {
  source: Source;
  offerId: string;
  leadIds: string;
  from: string;
  to: string;
  answer: string;
  status: string;
  runId: string;
  against: 'recorded' | 'now';
}

export interface Tryout {
  form: TryForm;
  set(change: Partial<TryForm>): void;
  /** Null before the first. */
  result: DryRun | null;
  /** What was tried, so that a change since shows. */
  tried: string;
  problem: Problem | null;
  busy: boolean;
  run(): Promise<DryRun | null>;
}

/** @param key under which the form outlives a reload */
export function useTryout(bench: Bench | null, offers: readonly { offerId: number }[], key: string): Tryout {
  const [form, setForm] = useState<TryForm>(() => {
    const kept = readDraft<TryForm>(key);
    const run = param('run');
    return {
      source: 'real',
      offerId: '',
      leadIds: '',
      from: '',
      to: '',
      answer: '',
      status: '200',
      against: 'recorded',
      runId: '',
      ...kept,
      ...(run !== '' && { source: 'recorded' as const, runId: run, offerId: param('offer') }),
    };
  });
  const [result, setResult] = useState<DryRun | null>(null);
  const [tried, setTried] = useState('');
  const [problem, setProblem] = useState<Problem | null>(null);
  const [busy, setBusy] = useState(false);
  const offerId = offers.some((one) => String(one.offerId) === form.offerId)
    ? form.offerId
    : String(offers[0]?.offerId ?? '');
  const shown = { ...form, offerId };
  return {
    form: shown,
    result,
    tried,
    problem,
    busy,
    set(change) {
      setForm((before) => {
        const next = { ...before, ...change };
        writeDraft(key, next);
        return next;
      });
    },
    async run() {
      if (!bench || busy) return null;
      setBusy(true);
      setProblem(null);
      try {
        const answer = await attempt(bench, shown);
        setResult(answer);
        setTried(JSON.stringify(bench.draft));
        return answer;
      } catch (error) {
        if (!(error instanceof Problem)) throw error;
        setProblem(error);
        return null;
      } finally {
        setBusy(false);
      }
    },
  };
}

/** Always with what is in the editors, saved or not. */
function attempt({ draft, base, check, integration, changed }: Bench, form: TryForm): Promise<DryRun> {
  const process = { language: draft.process.language, code: draft.process.code };
  if (form.source === 'recorded')
    return api.post<DryRun>(`/api/runs/${form.runId}/replay`, { process, against: form.against });
  const leadIds = form.leadIds
    .split(/[\s,]+/)
    .filter(Boolean)
    .map(Number);
  const batch = {
    offerId: Number(form.offerId),
    ...(leadIds.length > 0 && { leadIds }),
    ...(draft.check.kind === 'range' && form.from !== '' && { from: form.from }),
    ...(draft.check.kind === 'range' && form.to !== '' && { to: form.to }),
    ...(form.source === 'pasted' && { response: { status: Number(form.status) || 200, body: form.answer } }),
  };
  // A check that stands as it is saved is tried as such: one out of the library may be switched on once that has succeeded.
  if (check && !changed) return api.post<DryRun>(`/api/checks/${check.id}/dry-run`, batch);
  const scripts = {
    process,
    ...(draft.preprocess && { preprocess: { language: draft.preprocess.language, code: draft.preprocess.code } }),
  };
  if (check && JSON.stringify(draft.check) === JSON.stringify(base.check)) {
    return api.post<DryRun>(`/api/checks/${check.id}/dry-run`, { ...batch, ...scripts });
  }
  return api.post<DryRun>('/api/dry-run', {
    check: { integrationId: integration.id, ...checkInput(draft) },
    ...batch,
    ...scripts,
  });
}
