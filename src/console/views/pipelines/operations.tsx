import { address, api } from '../../api/client.ts';
import type { Operation } from '../../api/intake.ts';
import { reread, useQuery } from '../../api/query.ts';
import type { List } from '../../api/types.ts';
import { param } from '../../app/router.ts';
import { mayEditLeads } from '../../app/session.ts';
import { t } from '../../app/words.ts';
import { Button, Empty, Panel, Time } from '../../parts/basics.tsx';
import { attempt, toast } from '../../parts/dialog.tsx';
import { Select, TextField } from '../../parts/forms.tsx';
import { StateLabel } from '../../parts/status.tsx';
import { PagedTable } from '../../parts/table.tsx';
import { filter } from '../runs/filters.tsx';

const states = ['queued', 'running', 'done', 'failed', 'duplicate', 'stopped'] as const;

/** The journal of a pipeline: every event, and what became of it. */
export function Operations({ pipelineId }: { pipelineId: number }) {
  const query = useQuery<List<Operation>>(
    address('/api/operations', { pipelineId, state: param('state'), q: param('q'), cursor: param('cursor') }),
    param('cursor') === '' ? 4_000 : 0,
  );
  const retryAll = () =>
    attempt(async () => {
      const { retried } = await api.post<{ retried: number }>('/api/operations/retry', { pipelineId, state: 'failed' });
      toast(t('operations.retried', { count: retried }));
      reread('/api/operations');
    });
  return (
    <Panel
      title={t('operations.title')}
      flush
      actions={
        mayEditLeads() && (
          <Button small icon="refresh" onClick={retryAll}>
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
        <Select
          label={t('common.state')}
          value={param('state')}
          any={t('common.all')}
          options={states.map((value) => ({ value, label: t(`states.${value}`) }))}
          onChange={(state) => filter({ state })}
        />
      </div>
      <PagedTable
        label={t('operations.title')}
        query={query}
        keyOf={({ id }) => id}
        hrefOf={({ id }) => `/operations/${id}`}
        columns={[
          { name: 'Id', cell: ({ id }) => <a href={`/operations/${id}`}>{id.slice(0, 8)}</a> },
          { name: t('operations.received'), cell: ({ receivedAt }) => <Time at={receivedAt} /> },
          { name: t('common.state'), cell: ({ state }) => <StateLabel state={state} /> },
          {
            name: t('operations.event'),
            cell: ({ event, error }) => (
              <span class="small breaks">
                {error?.message ??
                  Object.entries(event)
                    .slice(0, 4)
                    .map(([name, value]) => `${name}=${String(value)}`)
                    .join(' · ')}
              </span>
            ),
          },
          { name: t('operations.attempts'), number: true, cell: ({ attempts }) => attempts },
        ]}
        empty={
          <Empty icon="pipelines" title={t('operations.empty')}>
            <p>{t('operations.emptyText')}</p>
          </Empty>
        }
      />
    </Panel>
  );
}
