import { nameOf, useChecks, useIntegrations, useOffers } from '../../api/directory.ts';
import type { Run } from '../../api/types.ts';
import { failureName, milliseconds, number, t } from '../../app/words.ts';
import { Time } from '../../parts/basics.tsx';
import { StateLabel } from '../../parts/status.tsx';
import type { Column } from '../../parts/table.tsx';

/** Columns of a table of runs. */
export function useRunColumns(): Column<Run>[] {
  const [checks, integrations, offers] = [useChecks(), useIntegrations(), useOffers()];
  const checkName = (id: number): string => {
    const check = checks?.find((one) => one.id === id);
    return check
      ? `${nameOf(integrations, check.integrationId)} · ${t(`kinds.${check.kind}`)}`
      : nameOf(checks && [], id);
  };
  const figure = (count: number) => (count === 0 ? <span class="muted">0</span> : number(count));
  return [
    { name: t('runs.number'), cell: ({ id }) => <a href={`/runs/${id}`}>{id}</a> },
    { name: t('runs.started'), cell: ({ startedAt }) => <Time at={startedAt} /> },
    {
      name: t('common.check'),
      cell: (run) => (
        <>
          {checkName(run.checkId)}
          <div class="muted small">{nameOf(offers, run.offerId)}</div>
        </>
      ),
    },
    {
      name: t('common.state'),
      cell: ({ state, error }) => (
        <>
          <StateLabel state={state} />
          {error && <div class="small muted breaks">{failureName(error)}</div>}
        </>
      ),
    },
    { name: t('runs.leads'), number: true, cell: ({ counts }) => number(counts.leads) },
    { name: t('runs.applied'), number: true, cell: ({ counts }) => figure(counts.applied) },
    { name: t('runs.refused'), number: true, cell: ({ counts }) => figure(counts.refused) },
    { name: t('runs.took'), number: true, cell: ({ timing }) => (timing ? milliseconds(timing.totalMs) : '—') },
  ];
}
