import { api } from '../../api/client.ts';
import { nameOf, useChecks, useIntegrations, useOffers } from '../../api/directory.ts';
import { reread, useQuery } from '../../api/query.ts';
import type { CheckState, List, Sweep } from '../../api/types.ts';
import { isAdmin } from '../../app/session.ts';
import { t } from '../../app/words.ts';
import { Bar, Button, Panel, Time } from '../../parts/basics.tsx';
import { attempt } from '../../parts/dialog.tsx';

const shown = 5;

/** Sweeps under way, with how far they are. */
export function SweepsNow() {
  const sweeps = useQuery<List<Sweep>>(`/api/sweeps?state=running&limit=${shown}`, 2_000).data?.items;
  const [checks, integrations, offers] = [useChecks(), useIntegrations(), useOffers()];
  return (
    <Panel title={t('overview.sweepsNow')}>
      {sweeps && sweeps.length > 0 ? (
        <ul class="stack">
          {sweeps.map((sweep) => {
            const kind = checks?.find(({ id }) => id === sweep.checkId)?.kind;
            return (
              <li key={sweep.id} class="progress">
                <div class="row one-line">
                  <a href={`/sweeps/${sweep.id}`} class="grow breaks">
                    {nameOf(integrations, sweep.integrationId)} · {nameOf(offers, sweep.offerId)}
                    {kind && ` · ${t(`kinds.${kind}`)}`}
                  </a>
                  <StopSweep id={sweep.id} short />
                </div>
                <SweepBar sweep={sweep} />
              </li>
            );
          })}
        </ul>
      ) : (
        <NextSweep />
      )}
    </Panel>
  );
}

function NextSweep() {
  const states = useQuery<{ items: CheckState[] }>('/api/check-states', 15_000).data?.items ?? [];
  const checks = useChecks();
  const enabled = new Set(checks?.filter(({ enabled }) => enabled).map(({ id }) => id));
  const next = states
    .filter(({ checkId }) => enabled.has(checkId))
    .map(({ nextAt }) => nextAt)
    .sort()[0];
  return (
    <p class="muted">
      {t('overview.noSweeps')} {next && <Next at={next} />}
    </p>
  );
}

function Next({ at }: { at: string }) {
  const [before, after] = t('overview.nextSweep', { when: '|' }).split('|');
  return (
    <>
      {before}
      <Time at={at} />
      {after}
    </>
  );
}

export function SweepBar({ sweep }: { sweep: Pick<Sweep, 'batches'> }) {
  const { done, total } = sweep.batches;
  return (
    <>
      <Bar done={done} total={total} label={t('sweeps.progress')} />
      <span class="muted small">{t('sweeps.batches', { done, count: total })}</span>
    </>
  );
}

export function StopSweep({ id, short = false }: { id: number; short?: boolean }) {
  if (!isAdmin()) return null;
  const stop = async (): Promise<void> => {
    await attempt(() => api.post(`/api/sweeps/${id}/stop`), t('sweeps.stopped'));
    reread('/api/sweeps');
  };
  return (
    <Button small kind={short ? 'plain' : 'normal'} icon="stop" onClick={stop} label={`${t('sweeps.stop')}: ${id}`}>
      {short ? undefined : t('sweeps.stop')}
    </Button>
  );
}
