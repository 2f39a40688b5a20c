import type { ComponentChildren } from 'preact';
import { nameOf, useChecks, useIntegrations, useOffers } from '../../api/directory.ts';
import { usePipelines } from '../../api/intake.ts';
import { useQuery } from '../../api/query.ts';
import type { Alert, List, Overview } from '../../api/types.ts';
import { mayEditLeads } from '../../app/session.ts';
import { t, translated } from '../../app/words.ts';
import { Button, ButtonLink, Empty, Panel, Time, type Tone } from '../../parts/basics.tsx';
import { Icon, type IconName } from '../../parts/icon.tsx';
import { retryFailed } from '../pipelines/retry-failed.ts';

/** What is counted, the worst first; each count is said by the words of its name, and looked at where it leads. */
const counted = [
  { name: 'failedOperations', tone: 'red', icon: 'pipelines', href: '/operations?state=failed' },
  { name: 'unrecognised', tone: 'amber', icon: 'unrecognised', href: '/unrecognised' },
  { name: 'unbooked', tone: 'amber', icon: 'warning', href: '/leads?unbooked=true' },
  { name: 'refused', tone: 'orange', icon: 'warning', href: '/runs?refused=true' },
  { name: 'failedRuns', tone: 'orange', icon: 'runs', href: '/runs?state=failed' },
] as const satisfies readonly { name: keyof Overview['attention']; tone: Tone; icon: IconName; href: string }[];

/** What needs a person, the worst first. */
export function Attention({ data, hours }: { data: Overview; hours: string }) {
  const alerts = useQuery<List<Alert>>('/api/alerts?open=true&limit=3', 10_000).data?.items;
  const { attention } = data;
  const rest = alerts ? attention.alerts - alerts.length : 0;
  const needed = counted.filter(({ name }) => attention[name] > 0);
  return (
    <Panel
      title={t('overview.attention')}
      flush
      actions={<span class="muted small">{t(`overview.hours${hours as '24'}`)}</span>}
    >
      {attention.alerts === 0 && needed.length === 0 ? (
        <Empty icon="check" title={t('overview.calm')}>
          <p>{t('overview.calmText')}</p>
        </Empty>
      ) : (
        <ul class="attention">
          {alerts?.map((alert) => (
            <AlertLine key={alert.id} alert={alert} />
          ))}
          {rest > 0 && (
            <Line tone="red" icon="error" href="/settings/alerts">
              {t('overview.alertsCount', { count: rest })}
            </Line>
          )}
          {needed.map(({ name, tone, icon, href }) => (
            <Line
              key={name}
              tone={tone}
              icon={icon}
              href={href}
              action={t(name === 'unrecognised' ? 'overview.mapThem' : 'overview.look')}
            >
              {t(`overview.${name}`, { count: attention[name] })}
            </Line>
          ))}
        </ul>
      )}
    </Panel>
  );
}

/**
 * One thing that needs a person, and where to go with it.
 * @param action what the link says, where it is more than to look
 * @param also what else can be done at once
 */
function Line({
  tone,
  icon,
  href,
  action = t('overview.look'),
  also,
  children,
}: {
  tone: Tone;
  icon: IconName;
  href: string | null;
  action?: string;
  also?: ComponentChildren;
  children: ComponentChildren;
}) {
  return (
    <li class={`tone-${tone}`}>
      <span class="mark">
        <Icon name={icon} />
      </span>
      <div class="breaks">{children}</div>
      <div class="row">
        {also}
        {href !== null && (
          <ButtonLink href={href} small>
            {action}
          </ButtonLink>
        )}
      </div>
    </li>
  );
}

function AlertLine({ alert }: { alert: Alert }) {
  const [checks, integrations, offers] = [useChecks(), useIntegrations(), useOffers()];
  const check = checks?.find(({ id }) => id === alert.checkId);
  const pipeline = usePipelines()?.find(({ id }) => id === alert.pipelineId);
  const href = pipeline
    ? `/pipelines/${pipeline.id}?state=failed`
    : alert.checkId === null
      ? null
      : `/runs?checkId=${alert.checkId}&state=failed`;
  return (
    <Line
      tone="red"
      icon="error"
      href={href}
      also={
        pipeline &&
        mayEditLeads() && (
          <Button small icon="refresh" onClick={() => retryFailed(pipeline.id)}>
            {t('operations.retryAll')}
          </Button>
        )
      }
    >
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
      <div class="small">{translated({ code: '', message: alert.message })}</div>
    </Line>
  );
}
