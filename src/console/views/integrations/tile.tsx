import { api } from '../../api/client.ts';
import { nameOf, useOffers } from '../../api/directory.ts';
import { reread } from '../../api/query.ts';
import type { Check, CheckState } from '../../api/types.ts';
import { isAdmin } from '../../app/session.ts';
import { t } from '../../app/words.ts';
import { Bar, Button, ButtonLink, Label, Time, type Tone } from '../../parts/basics.tsx';
import { attempt } from '../../parts/dialog.tsx';

type Health = 'off' | 'sweeping' | 'failing' | 'silent' | 'healthy';
const tones: Record<Health, Tone> = {
  off: 'grey',
  sweeping: 'blue',
  failing: 'red',
  silent: 'amber',
  healthy: 'green',
};
/** Sweeps in a row after which an alert is raised. */
const worrying = 3;

const healthOf = (check: Check, states: readonly CheckState[]): Health => {
  if (states.some(({ sweep }) => sweep?.state === 'running')) return 'sweeping';
  if (states.some(({ failedSweeps }) => failedSweeps > 0)) return 'failing';
  if (states.some(({ silentSweeps }) => silentSweeps >= worrying)) return 'silent';
  return check.enabled ? 'healthy' : 'off';
};

/** One of the three checks of an integration: how it does, with all its offers together. */
export function CheckTile({
  check,
  kind,
  integrationId,
  states,
}: {
  check: Check | undefined;
  kind: Check['kind'];
  integrationId: number;
  states: readonly CheckState[];
}) {
  const offers = useOffers();
  if (!check) {
    return (
      <div class="check-tile unset">
        <b>{t(`kinds.${kind}`)}</b>
        <span class="small">{t(`kinds.${kind}Text`)}</span>
        {isAdmin() && (
          <div>
            <ButtonLink small icon="plus" href={`/integrations/${integrationId}/checks/new?kind=${kind}`}>
              {t('integrations.setUp')}
            </ButtonLink>
          </div>
        )}
      </div>
    );
  }
  const health = healthOf(check, states);
  const worst = states.toSorted((a, b) => b.failedSweeps - a.failedSweeps)[0];
  const last = states
    .map(({ sweep }) => sweep?.startedAt)
    .filter((at) => at !== undefined)
    .sort()
    .at(-1);
  const next = states.map(({ nextAt }) => nextAt).sort()[0];
  const running = states.filter(({ sweep }) => sweep?.state === 'running');
  const sum = (name: 'done' | 'total'): number => running.reduce((total, { sweep }) => total + (sweep?.[name] ?? 0), 0);
  return (
    <div class="check-tile">
      <div class="row">
        <a href={`/checks/${check.id}`} class="grow">
          <b>{t(`kinds.${kind}`)}</b>
        </a>
        <Label tone={tones[health]}>{t(`integrations.${health}`)}</Label>
      </div>
      <dl class="facts">
        <dt>{t('integrations.last')}</dt>
        <dd>
          <Time at={last} absent={t('integrations.never')} />
        </dd>
        <dt>{t('integrations.next')}</dt>
        <dd>{check.enabled ? <Time at={next} /> : '—'}</dd>
      </dl>
      {health === 'failing' && worst && (
        <span class="small">
          {nameOf(offers, worst.offerId)}: {t('integrations.failures', { count: worst.failedSweeps })}
        </span>
      )}
      {running.length > 0 && <Bar done={sum('done')} total={sum('total')} label={t('sweeps.progress')} />}
      <div class="row">
        <ButtonLink small icon="workbench" href={`/checks/${check.id}`}>
          {t('integrations.workbench')}
        </ButtonLink>
        {isAdmin() && <RunNow checkId={check.id} />}
        <a class="small" href={`/runs?checkId=${check.id}`}>
          {t('nav.runs')}
        </a>
      </div>
    </div>
  );
}

function RunNow({ checkId }: { checkId: number }) {
  const run = async (): Promise<void> => {
    await attempt(() => api.post(`/api/checks/${checkId}/run`), t('integrations.started'));
    reread('/api/check-states', '/api/sweeps');
  };
  return <Button small icon="play" kind="plain" label={t('integrations.runNow')} onClick={run} />;
}
