import { address } from '../../api/client.ts';
import { nameOf } from '../../api/directory.ts';
import { type Operation, usePipelines } from '../../api/intake.ts';
import { useQuery } from '../../api/query.ts';
import type { List } from '../../api/types.ts';
import { param } from '../../app/router.ts';
import { mayEditLeads } from '../../app/session.ts';
import { t, translated } from '../../app/words.ts';
import { Button, Empty, Panel, Time } from '../../parts/basics.tsx';
import { optionsOf, Select, TextField } from '../../parts/forms.tsx';
import { StateLabel } from '../../parts/status.tsx';
import { PagedTable } from '../../parts/table.tsx';
import { filter } from '../runs/filters.tsx';
import { retryFailed } from './retry-failed.ts';

const states = ['queued', 'running', 'done', 'failed', 'duplicate', 'stopped'] as const;
const filters = ['pipelineId', 'state', 'q', 'from', 'to'] as const;

/** The first of an event's fields that hold something. */
const glance = (event: Record<string, unknown>): string =>
  Object.entries(event)
    .filter(([, value]) => value !== '' && value !== null)
    .slice(0, 4)
    .map(([name, value]) => `${name}=${typeof value === 'object' ? JSON.stringify(value) : String(value)}`)
    .join(' · ');

/**
 * The journal: every event, and what became of it.
 * @param pipelineId null: of all pipelines
 */
export function Operations({ pipelineId }: { pipelineId: number | null }) {
  const pipelines = usePipelines();
  const own = pipelineId ?? (param('pipelineId') === '' ? null : Number(param('pipelineId')));
  const day = (name: 'from' | 'to', days: number): string | null => {
    const at = Date.parse(param(name));
    return Number.isNaN(at) ? null : new Date(at + days * 86_400_000).toISOString();
  };
  const query = useQuery<List<Operation>>(
    address('/api/operations', {
      pipelineId: own,
      state: param('state'),
      q: param('q'),
      from: day('from', 0),
      to: day('to', 1),
      cursor: param('cursor'),
    }),
    param('cursor') === '' ? 4_000 : 0,
  );
  const filtered = filters.some((name) => param(name) !== '');
  return (
    <Panel
      title={pipelineId === null ? undefined : t('operations.title')}
      flush
      actions={
        mayEditLeads() &&
        own !== null && (
          <Button small icon="refresh" onClick={() => retryFailed(own)}>
            {t('operations.retryAll')}
          </Button>
        )
      }
    >
      <div class="panel-body filters">
        <TextField
          class="search"
          label={t('operations.search')}
          type="search"
          value={param('q')}
          onInput={(q) => filter({ q })}
        />
        {pipelineId === null && (
          <Select
            label={t('operations.pipeline')}
            value={param('pipelineId')}
            any={t('common.all')}
            options={optionsOf(pipelines)}
            onChange={(value) => filter({ pipelineId: value })}
          />
        )}
        <Select
          label={t('common.state')}
          value={param('state')}
          any={t('common.all')}
          options={states.map((value) => ({ value, label: t(`operationStates.${value}`) }))}
          onChange={(state) => filter({ state })}
        />
        <TextField label={t('tryout.from')} type="date" value={param('from')} onInput={(from) => filter({ from })} />
        <TextField label={t('tryout.to')} type="date" value={param('to')} onInput={(to) => filter({ to })} />
        {filtered && (
          <Button kind="plain" small onClick={() => filter(Object.fromEntries(filters.map((name) => [name, null])))}>
            {t('common.clearFilters')}
          </Button>
        )}
      </div>
      <PagedTable
        label={t('operations.title')}
        query={query}
        keyOf={({ id }) => id}
        hrefOf={({ id }) => `/operations/${id}`}
        columns={[
          {
            name: t('operations.received'),
            cell: ({ id, receivedAt }) => (
              <a href={`/operations/${id}`}>
                <Time at={receivedAt} />
              </a>
            ),
          },
          ...(pipelineId === null
            ? [
                {
                  name: t('operations.pipeline'),
                  cell: (one: Operation) => <span class="breaks">{nameOf(pipelines, one.pipelineId)}</span>,
                },
              ]
            : []),
          { name: t('common.state'), cell: ({ state }) => <StateLabel state={state} of="operation" /> },
          {
            name: t('operations.event'),
            cell: ({ event, error }) => (
              <>
                {error && <div class="small breaks tone-red ink">{translated(error)}</div>}
                <div class="small breaks muted">{glance(event)}</div>
              </>
            ),
          },
          { name: t('operations.attempts'), number: true, cell: ({ attempts }) => attempts },
        ]}
        empty={
          filtered ? (
            <Empty icon="search" title={t('operations.emptyFiltered')}>
              <p>{t('runs.emptyFilteredText')}</p>
            </Empty>
          ) : (
            <Empty icon="pipelines" title={t('operations.empty')}>
              <p>{t(pipelineId === null ? 'pipelines.emptyText' : 'operations.emptyText')}</p>
            </Empty>
          )
        }
      />
    </Panel>
  );
}
