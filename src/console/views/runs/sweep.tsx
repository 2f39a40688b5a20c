import { byId, nameOf, useChecks, useIntegrations, useOffers } from '../../api/directory.ts';
import { useQuery } from '../../api/query.ts';
import type { SweepWithRuns } from '../../api/types.ts';
import { Page } from '../../app/page.tsx';
import type { ViewProps } from '../../app/views.ts';
import { number, t } from '../../app/words.ts';
import { Bones, Facts, Panel, ProblemNote, Time } from '../../parts/basics.tsx';
import { StateLabel } from '../../parts/status.tsx';
import { Table } from '../../parts/table.tsx';
import { ErrorNote } from '../../result/findings.tsx';
import { StopSweep, SweepBar } from '../overview/sweeps-now.tsx';
import { useRunColumns } from './table.tsx';

export default function SweepView({ params }: ViewProps) {
  const address = `/api/sweeps/${params['id']}`;
  const { data: sweep, problem, loading, refresh } = useQuery<SweepWithRuns>(address);
  const going = sweep?.state === 'running';
  useQuery(going ? address : null, 1_500);
  return (
    <Page
      title={t('sweeps.title', { id: params['id'] ?? '' })}
      crumbs={[['/runs', t('runs.title')]]}
      marks={sweep && <StateLabel state={sweep.state} />}
      actions={sweep && going && <StopSweep id={sweep.id} />}
    >
      <ProblemNote problem={problem} onRetry={refresh} />
      {loading && <Bones />}
      {sweep && <Details sweep={sweep} />}
    </Page>
  );
}

function Details({ sweep }: { sweep: SweepWithRuns }) {
  const [checks, integrations, offers] = [useChecks(), useIntegrations(), useOffers()];
  const check = byId(checks, sweep.checkId);
  return (
    <>
      {sweep.error && <ErrorNote error={sweep.error} />}
      <Panel>
        <div class="stack">
          <div class="progress">
            <SweepBar sweep={sweep} />
          </div>
          <Facts
            items={[
              [
                t('common.integration'),
                <a href={`/integrations/${sweep.integrationId}`}>{nameOf(integrations, sweep.integrationId)}</a>,
              ],
              [t('common.check'), check && <a href={`/checks/${check.id}`}>{t(`kinds.${check.kind}`)}</a>],
              [t('common.offer'), nameOf(offers, sweep.offerId)],
              [t('sweeps.started'), <Time at={sweep.startedAt} />],
              [t('sweeps.finished'), <Time at={sweep.finishedAt} />],
              [t('sweeps.leads'), number(sweep.leads.asked)],
              [t('sweeps.mentioned'), number(sweep.leads.mentioned)],
              [t('sweeps.withoutExtId'), number(sweep.leads.withoutExtId)],
            ]}
          />
        </div>
      </Panel>
      <Panel title={t('sweeps.runs')} flush>
        <Table
          label={t('sweeps.runs')}
          rows={sweep.runs.toReversed()}
          columns={useRunColumns()}
          keyOf={({ id }) => id}
          hrefOf={({ id }) => `/runs/${id}`}
        />
      </Panel>
    </>
  );
}
