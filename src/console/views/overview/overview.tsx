import { address } from '../../api/client.ts';
import { useOffers } from '../../api/directory.ts';
import { useQuery } from '../../api/query.ts';
import type { Overview as Data, Settings } from '../../api/types.ts';
import { Page } from '../../app/page.tsx';
import { navigate, param, withParams } from '../../app/router.ts';
import { duration, number, t } from '../../app/words.ts';
import { Bones, ButtonLink, Choice, Empty, Note, Panel, ProblemNote } from '../../parts/basics.tsx';
import { Plot } from '../../parts/plot.tsx';
import { Attention } from './attention.tsx';
import { Approval, LeadsByStatus } from './bars.tsx';
import { SweepsNow } from './sweeps-now.tsx';

const periods = ['1', '6', '24', '168'] as const;
type Period = (typeof periods)[number];

/** Seconds, minutes, hours and days, in the multiples that people count them in. */
const durations = [1, 60, 3_600, 86_400].flatMap((unit) =>
  (unit === 86_400 ? [1, 2, 5, 10, 20, 50, 100] : unit === 3_600 ? [1, 2, 6, 12] : [1, 2, 5, 10, 20, 30]).map(
    (n) => n * unit,
  ),
);

export default function Overview() {
  const chosen = param('hours');
  const hours: Period = periods.find((one) => one === chosen) ?? '24';
  const query = useQuery<Data>(address('/api/overview', { hours }), 5_000);
  const settings = useQuery<Settings>('/api/settings', 60_000).data;
  const choice = (
    <Choice
      label={t('overview.period')}
      value={hours}
      options={periods.map((value) => ({ value, label: t(`overview.hours${value}`) }))}
      onChange={(value) => navigate(withParams({ hours: value === '24' ? null : value }), { replace: true })}
    />
  );
  return (
    <Page title={t('overview.title')} actions={choice}>
      {settings?.paused && (
        <Note tone="amber">
          {t('overview.paused')} <a href="/settings/network">{t('overview.toSettings')}</a>
        </Note>
      )}
      <ProblemNote problem={query.problem} onRetry={query.refresh} />
      {query.data ? <Figures data={query.data} hours={hours} /> : query.loading && <Bones rows={8} />}
    </Page>
  );
}

function Figures({ data, hours }: { data: Data; hours: string }) {
  const offers = useOffers();
  const times = data.points.map(({ at }) => at);
  const values = (name: 'runs' | 'failed' | 'applied' | 'refused'): number[] => data.points.map((point) => point[name]);
  const sum = (name: 'runs' | 'applied'): string => number(values(name).reduce((total, one) => total + one, 0));
  if (offers?.length === 0) return <NothingYet />;
  return (
    <>
      <div class="aside-layout">
        <Attention data={data} hours={hours} />
        <SweepsNow />
      </div>
      <div class="grid-2 even">
        <Panel title={t('overview.runs')} actions={<b class="number">{sum('runs')}</b>}>
          <Plot
            label={t('overview.runs')}
            times={times}
            series={[
              { name: t('overview.ok'), colour: '--accent', values: values('runs'), columns: true },
              { name: t('overview.failed'), colour: '--red', values: values('failed'), columns: true },
            ]}
          />
        </Panel>
        <Panel title={t('overview.changed')} actions={<b class="number">{sum('applied')}</b>}>
          <Plot
            label={t('overview.changed')}
            times={times}
            series={[
              { name: t('overview.applied'), colour: '--teal', values: values('applied'), columns: true },
              { name: t('overview.refused'), colour: '--orange', values: values('refused'), columns: true },
            ]}
          />
        </Panel>
        <Panel title={t('overview.decision')}>
          {data.points.some(({ decisionSeconds }) => decisionSeconds !== null) ? (
            <Plot
              label={t('overview.decision')}
              times={times}
              series={[
                {
                  name: t('overview.decisionMedian'),
                  colour: '--violet',
                  values: data.points.map(({ decisionSeconds }) => decisionSeconds),
                },
              ]}
              write={duration}
              counts={durations}
            />
          ) : (
            <p class="muted">{t('overview.noDecisions')}</p>
          )}
        </Panel>
        <Approval offers={data.offers} />
      </div>
      <LeadsByStatus />
    </>
  );
}

const NothingYet = () => (
  <div class="panel">
    <Empty icon="integrations" title={t('overview.noLeads')}>
      <p>{t('overview.noLeadsText')}</p>
      <ButtonLink href="/integrations/new" kind="primary" icon="plus">
        {t('overview.connect')}
      </ButtonLink>
    </Empty>
  </div>
);
