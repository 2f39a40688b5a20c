import { nameOf, useOffers } from '../../api/directory.ts';
import { useQuery } from '../../api/query.ts';
import type { LeadCount, Overview } from '../../api/types.ts';
import { number, percent, t } from '../../app/words.ts';
import { Bones, Panel, ProblemNote } from '../../parts/basics.tsx';
import { StatusLabel, statusTone } from '../../parts/status.tsx';

const shown = 8;

export function Approval({ offers }: { offers: Overview['offers'] }) {
  const names = useOffers();
  return (
    <Panel title={t('overview.approval')}>
      {offers.length === 0 ? (
        <p class="muted">{t('overview.noDecisions')}</p>
      ) : (
        <dl class="bars">
          {offers.slice(0, shown).map(({ offerId, accepted, cancelled, approvalRate }) => [
            <dt key={`${offerId} name`} class="breaks">
              <a href={`/leads?offerId=${offerId}`}>{nameOf(names, offerId)}</a>
            </dt>,
            <dd key={`${offerId} bar`} class="tone-green">
              <Share of={approvalRate} />
            </dd>,
            <dd key={offerId} class="number">
              <b>{percent(approvalRate)}</b>
              <span class="muted small">
                &nbsp;· {t('overview.approvalOf', { accepted: number(accepted), total: number(accepted + cancelled) })}
              </span>
            </dd>,
          ])}
        </dl>
      )}
    </Panel>
  );
}

export function LeadsByStatus() {
  const { data, problem, refresh } = useQuery<{ items: LeadCount[] }>('/api/lead-counts', 10_000);
  const leads = data?.items ?? [];
  const most = Math.max(1, ...leads.map(({ count }) => count));
  return (
    <Panel
      title={t('overview.byStatus')}
      actions={data && <b class="number">{number(leads.reduce((sum, { count }) => sum + count, 0))}</b>}
    >
      <ProblemNote problem={problem} onRetry={refresh} />
      {!data && !problem && <Bones rows={6} />}
      <dl class="bars">
        {leads.map(({ status, count }) => [
          <dt key={`${status} name`}>
            <a href={`/leads?status=${status}`}>
              <StatusLabel status={status} />
            </a>
          </dt>,
          <dd key={`${status} bar`} class={`tone-${statusTone(status)}`}>
            <Share of={count / most} />
          </dd>,
          <dd key={status} class="number">
            {number(count)}
          </dd>,
        ])}
      </dl>
    </Panel>
  );
}

/** The figure stands beside it, so that it says nothing to those who do not see it. */
const Share = ({ of }: { of: number }) => (
  <div class="bar" aria-hidden="true">
    <i style={{ width: `${of * 100}%` }} />
  </div>
);
