import { address } from '../../api/client.ts';
import { byId, nameOf, useChecks, useIntegrations, useOffers } from '../../api/directory.ts';
import { usePipelines } from '../../api/intake.ts';
import { useQuery } from '../../api/query.ts';
import type { Alert, List } from '../../api/types.ts';
import { param } from '../../app/router.ts';
import { number, t, translated } from '../../app/words.ts';
import { Empty, Label, Panel, Time } from '../../parts/basics.tsx';
import { Tick } from '../../parts/forms.tsx';
import { PagedTable } from '../../parts/table.tsx';
import { filter } from '../runs/filters.tsx';

/** Where one sees what broke. */
const hrefOf = ({ pipelineId, checkId }: Alert): string =>
  pipelineId === null ? `/runs?checkId=${checkId}&state=failed` : `/pipelines/${pipelineId}?state=failed`;

/** What broke, and whether it has recovered. */
export function Alerts() {
  const [checks, integrations, offers] = [useChecks(), useIntegrations(), useOffers()];
  const query = useQuery<List<Alert>>(address('/api/alerts', { open: param('open'), cursor: param('cursor') }), 10_000);
  const pipelines = usePipelines();
  const about = ({ kind, checkId, offerId, pipelineId }: Alert): string => {
    if (pipelineId !== null) return nameOf(pipelines, pipelineId);
    const check = byId(checks, checkId);
    const subject = check
      ? `${nameOf(integrations, check.integrationId)} · ${t(`kinds.${check.kind}`)}`
      : t(`alertKinds.${kind}`);
    return offerId === null ? subject : `${subject} · ${nameOf(offers, offerId)}`;
  };
  return (
    <Panel
      title={t('settings.alerts')}
      flush
      actions={
        <Tick
          label={t('settings.openOnly')}
          value={param('open') === 'true'}
          onChange={(value) => filter({ open: value ? 'true' : null })}
        />
      }
    >
      <PagedTable
        label={t('settings.alerts')}
        query={query}
        keyOf={({ id }) => id}
        columns={[
          {
            name: t('settings.what'),
            cell: (alert) => (
              <>
                <a href={hrefOf(alert)}>
                  <b>{about(alert)}</b>
                </a>
                <div class="small breaks">{translated({ code: '', message: alert.message })}</div>
              </>
            ),
          },
          {
            name: t('common.state'),
            cell: ({ recoveredAt }) =>
              recoveredAt === null ? (
                <Label tone="red">{t('settings.alertOpen')}</Label>
              ) : (
                <Label tone="green">{t('settings.alertRecovered')}</Label>
              ),
          },
          { name: t('settings.alertSince'), cell: ({ since }) => <Time at={since} /> },
          { name: t('settings.alertRecovered'), cell: ({ recoveredAt }) => <Time at={recoveredAt} /> },
          { name: t('settings.alertCount'), number: true, cell: ({ count }) => number(count) },
        ]}
        empty={
          <Empty icon="check" title={t('settings.alertsEmpty')}>
            <p>{t('settings.alertsEmptyText')}</p>
          </Empty>
        }
      />
    </Panel>
  );
}
