import { address } from '../../api/client.ts';
import { useQuery } from '../../api/query.ts';
import type { List, Run } from '../../api/types.ts';
import { Page } from '../../app/page.tsx';
import { param } from '../../app/router.ts';
import { t } from '../../app/words.ts';
import { Empty } from '../../parts/basics.tsx';
import { PagedTable } from '../../parts/table.tsx';
import { RunFilters } from './filters.tsx';
import { useRunColumns } from './table.tsx';

const filters = ['checkId', 'offerId', 'state', 'refused', 'leadId', 'sweepId', 'cursor'] as const;

export default function Runs() {
  const chosen = Object.fromEntries(filters.map((name) => [name, param(name)]));
  // The first page is where things happen; an older one stands still.
  const query = useQuery<List<Run>>(address('/api/runs', chosen), param('cursor') === '' ? 4_000 : 0);
  const filtered = filters.some((name) => param(name) !== '');
  return (
    <Page title={t('runs.title')}>
      <RunFilters />
      <div class="panel">
        <PagedTable
          label={t('runs.title')}
          query={query}
          columns={useRunColumns()}
          keyOf={({ id }) => id}
          hrefOf={({ id }) => `/runs/${id}`}
          empty={
            <Empty icon="runs" title={t(filtered ? 'runs.emptyFiltered' : 'runs.empty')}>
              <p>{t(filtered ? 'runs.emptyFilteredText' : 'runs.emptyText')}</p>
            </Empty>
          }
        />
      </div>
    </Page>
  );
}
