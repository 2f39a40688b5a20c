import type { CheckKind } from '../../sandbox/contract/statuses.ts';
import type { Api, List } from './api.ts';

/** What a sweep that is over did, in the words of the network. */
export interface SweepResult {
  finishedAt: Date;
  crm: string;
  kind: CheckKind;
  offer: string;
  batches: number;
  asked: number;
  changed: number;
  refused: number;
  failedRuns: number;
  ms: number;
  /** Why a run of it failed, as the journal says; null where none did. */
  error: string | null;
}

interface Sweep {
  id: number;
  checkId: number;
  offerId: number;
  state: 'running' | 'done' | 'failed' | 'stopped';
  batches: { done: number; total: number };
  startedAt: string;
  finishedAt: string | null;
}

interface Run {
  state: string;
  counts: { leads: number; applied: number; refused: number };
  error: { message: string } | null;
}

interface Names {
  checks: Map<number, { crm: string; kind: CheckKind }>;
  offers: Map<number, string>;
}

/**
 * Follows the journal over the API: each call of what this returns gives the sweeps that ended since the last one, in the
 * order of their ends. Those that found no lead due are left out, and so are those that ended before `since`.
 */
export function followSweeps(api: Api, since: Date): () => Promise<SweepResult[]> {
  let names: Names | null = null;
  /** Those of the latest sweeps that need not be told of any more. */
  let told = new Set<number>();
  return async () => {
    names ??= await readNames(api);
    const known = names;
    const { items } = await api.get<List<Sweep>>(`/api/sweeps?limit=${sweepsAtOnce}`);
    const over = items.filter(({ state }) => state !== 'running');
    const ended = over.filter(
      ({ id, batches, finishedAt }) =>
        !told.has(id) && batches.done > 0 && finishedAt !== null && new Date(finishedAt) >= since,
    );
    const results = await Promise.all(ended.map((sweep) => readResult(api, sweep, known)));
    told = new Set(over.map(({ id }) => id));
    return results.sort((a, b) => a.finishedAt.getTime() - b.finishedAt.getTime());
  };
}

/** Many times as many as can end between two looks. */
const sweepsAtOnce = 60;

async function readNames(api: Api): Promise<Names> {
  const [checks, integrations, offers] = await Promise.all([
    api.get<List<{ id: number; integrationId: number; kind: CheckKind }>>('/api/checks?limit=500'),
    api.get<List<{ id: number; name: string }>>('/api/integrations?limit=500'),
    api.get<List<{ id: number; name: string }>>('/api/offers?limit=500'),
  ]);
  const crms = new Map(integrations.items.map(({ id, name }) => [id, name]));
  return {
    checks: new Map(
      checks.items.map(({ id, integrationId, kind }) => [
        id,
        { kind, crm: crms.get(integrationId) ?? `${integrationId}` },
      ]),
    ),
    offers: new Map(offers.items.map(({ id, name }) => [id, name])),
  };
}

async function readResult(api: Api, sweep: Sweep, { checks, offers }: Names): Promise<SweepResult> {
  const { runs } = await api.get<{ runs: Run[] }>(`/api/sweeps/${sweep.id}`);
  const sum = (figure: (run: Run) => number): number => runs.reduce((total, run) => total + figure(run), 0);
  const finishedAt = new Date(sweep.finishedAt ?? sweep.startedAt);
  return {
    finishedAt,
    // Somebody may have added a check of their own since the start.
    crm: checks.get(sweep.checkId)?.crm ?? `check ${sweep.checkId}`,
    kind: checks.get(sweep.checkId)?.kind ?? ('' as CheckKind),
    offer: offers.get(sweep.offerId) ?? `offer ${sweep.offerId}`,
    batches: sweep.batches.done,
    asked: sum(({ counts }) => counts.leads),
    changed: sum(({ counts }) => counts.applied),
    refused: sum(({ counts }) => counts.refused),
    failedRuns: runs.filter(({ state }) => state === 'failed').length,
    ms: finishedAt.getTime() - Date.parse(sweep.startedAt),
    error: runs.findLast(({ error }) => error !== null)?.error?.message ?? null,
  };
}
