import { nameOf, useChecks, useIntegrations, useOffers } from '../../api/directory.ts';
import { usePipelines } from '../../api/intake.ts';
import { useQuery } from '../../api/query.ts';
import type { Alert, List, Overview } from '../../api/types.ts';
import { mayEditLeads } from '../../app/session.ts';
import { t, translated } from '../../app/words.ts';
import { Button, ButtonLink, Empty, Panel, Time, type Tone } from '../../parts/basics.tsx';
import { Icon, type IconName } from '../../parts/icon.tsx';
import { retryFailed } from '../pipelines/retry-failed.ts';

/** What needs a person, the worst first. */
export function Attention({ data, hours }: { data: Overview; hours: string }) {
  const alerts = useQuery<List<Alert>>('/api/alerts?open=true&limit=3', 10_000).data?.items ?? [];
  const { attention } = data;
  const rest = attention.alerts - alerts.length;
  const lines: (readonly [number, string, Tone, IconName, string, string])[] = [
    [rest, t('overview.alertsCount', { count: rest }), 'red', 'error', '/settings/alerts', t('overview.look')],
    [
      attention.failedOperations,
      t('overview.failedOperations', { count: attention.failedOperations }),
      'red',
      'pipelines',
      '/operations?state=failed',
      t('overview.look'),
    ],
    [
      attention.unrecognised,
      t('overview.unrecognised', { count: attention.unrecognised }),
      'amber',
      'unrecognised',
      '/unrecognised',
      t('overview.mapThem'),
    ],
    [
      attention.unbooked,
      t('overview.unbooked', { count: attention.unbooked }),
      'amber',
      'warning',
      '/leads?unbooked=true',
      t('overview.look'),
    ],
    [
      attention.refused,
      t('overview.refused', { count: attention.refused }),
      'orange',
      'warning',
      '/runs?refused=true',
      t('overview.look'),
    ],
    [
      attention.failedRuns,
      t('overview.failedRuns', { count: attention.failedRuns }),
      'orange',
      'runs',
      '/runs?state=failed',
      t('overview.look'),
    ],
  ];
  const needed = lines.filter(([count]) => count > 0);
  return (
    <Panel
      title={t('overview.attention')}
      flush
      actions={<span class="muted small">{t(`overview.hours${hours as '24'}`)}</span>}
    >
      {alerts.length === 0 && needed.length === 0 ? (
        <Empty icon="check" title={t('overview.calm')}>
          <p>{t('overview.calmText')}</p>
        </Empty>
      ) : (
        <ul class="attention">
          {alerts.map((alert) => (
            <AlertLine key={alert.id} alert={alert} />
          ))}
          {needed.map(([, text, tone, icon, href, action]) => (
            <li key={href} class={`tone-${tone}`}>
              <span class="mark">
                <Icon name={icon} />
              </span>
              <span class="what">{text}</span>
              <ButtonLink href={href} small>
                {action}
              </ButtonLink>
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}

function AlertLine({ alert }: { alert: Alert }) {
  const [checks, integrations, offers] = [useChecks(), useIntegrations(), useOffers()];
  const check = checks?.find(({ id }) => id === alert.checkId);
  const pipelines = usePipelines();
  const pipeline = pipelines?.find(({ id }) => id === alert.pipelineId);
  return (
    <li class="tone-red">
      <span class="mark">
        <Icon name="error" />
      </span>
      <span class="what">
        <b>
          {check
            ? `${nameOf(integrations, check.integrationId)} · ${t(`kinds.${check.kind}`)}`
            : (pipeline?.name ?? t(`alertKinds.${alert.kind}`))}
          {alert.offerId !== null && ` · ${nameOf(offers, alert.offerId)}`}
        </b>
        <span class="muted small">
          {' '}
          <Time at={alert.since} />
        </span>
        <br />
        <span class="small breaks">{translated({ code: '', message: alert.message })}</span>
      </span>
      {pipeline && (
        <>
          {mayEditLeads() && (
            <Button small icon="refresh" onClick={() => retryFailed(pipeline.id)}>
              {t('operations.retryAll')}
            </Button>
          )}
          <ButtonLink href={`/pipelines/${pipeline.id}?state=failed`} small>
            {t('overview.look')}
          </ButtonLink>
        </>
      )}
      {alert.checkId !== null && (
        <ButtonLink href={`/runs?checkId=${alert.checkId}&state=failed`} small>
          {t('overview.look')}
        </ButtonLink>
      )}
    </li>
  );
}
