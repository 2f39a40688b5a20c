import { useState } from 'preact/hooks';
import { nameOf, useIntegrations, useOffers, useReasons, useWebmasters } from '../../api/directory.ts';
import { readAll, useQuery } from '../../api/query.ts';
import type { HistoryRow, Lead, LedgerEntry } from '../../api/types.ts';
import { Page } from '../../app/page.tsx';
import { mayEditLeads } from '../../app/session.ts';
import type { ViewProps } from '../../app/views.ts';
import { money, t } from '../../app/words.ts';
import { Bones, Button, ButtonLink, Facts, Label, Panel, ProblemNote, Time } from '../../parts/basics.tsx';
import { StatusLabel } from '../../parts/status.tsx';
import { Correction } from './correction.tsx';
import { Ledger } from './ledger.tsx';
import { Timeline } from './timeline.tsx';

export default function LeadView({ params }: ViewProps) {
  const address = `/api/leads/${params['id']}`;
  const { data: lead, problem, loading, refresh } = useQuery<Lead>(address, 5_000);
  const history = useQuery<HistoryRow[]>(lead ? `${address}/history (all)` : null, 5_000, () =>
    readAll(`${address}/history`),
  ).data;
  const ledger = useQuery<LedgerEntry[]>(lead ? `${address}/ledger (all)` : null, 5_000, () =>
    readAll(`${address}/ledger`),
  ).data;
  const [correcting, setCorrecting] = useState(false);
  return (
    <Page
      title={t('leads.one', { id: params['id'] ?? '' })}
      crumbs={[['/leads', t('leads.title')]]}
      marks={
        lead && (
          <>
            <StatusLabel status={lead.status} />
            {lead.booked && <Label tone="green">{t('leads.booked')}</Label>}
          </>
        )
      }
      actions={
        lead && (
          <>
            <ButtonLink href={`/runs?leadId=${lead.id}`} icon="runs">
              {t('leads.runsOf')}
            </ButtonLink>
            {mayEditLeads() && (
              <Button kind="primary" onClick={() => setCorrecting(true)}>
                {t('leads.correct')}
              </Button>
            )}
          </>
        )
      }
    >
      <ProblemNote problem={problem} onRetry={refresh} />
      {loading && <Bones rows={8} />}
      {lead && (
        <div class="aside-layout">
          <div class="stack">
            <Panel title={t('leads.timeline')} flush>
              {history ? <Timeline history={history} lead={lead} /> : <Bones />}
            </Panel>
            <Panel title={t('leads.ledger')} flush>
              {ledger ? <Ledger entries={ledger} /> : <Bones rows={2} />}
            </Panel>
          </div>
          <LeadFacts lead={lead} />
        </div>
      )}
      {lead && correcting && <Correction lead={lead} onClose={() => setCorrecting(false)} />}
    </Page>
  );
}

function LeadFacts({ lead }: { lead: Lead }) {
  const [offers, integrations, webmasters, reasons] = [useOffers(), useIntegrations(), useWebmasters(), useReasons()];
  const subs = [lead.sub1, lead.sub2, lead.sub3, lead.sub4].filter((sub) => sub !== null);
  return (
    <Panel title={t('leads.facts')}>
      <Facts
        items={[
          [t('leads.extId'), lead.extId],
          [t('common.offer'), nameOf(offers, lead.offerId)],
          [
            t('common.integration'),
            lead.integrationId !== null && (
              <a href={`/integrations/${lead.integrationId}`}>{nameOf(integrations, lead.integrationId)}</a>
            ),
          ],
          [t('leads.webmaster'), nameOf(webmasters, lead.webmasterId)],
          lead.reason !== null && [t('leads.reason'), nameOf(reasons, lead.reason)],
          [t('leads.crmStatus'), lead.crmStatus],
          lead.comment !== null && [t('leads.comment'), lead.comment],
          [t('leads.customer'), lead.name],
          [t('leads.phone'), lead.phone],
          [t('leads.country'), lead.country],
          [t('leads.ip'), lead.ip],
          lead.base !== null && [t('leads.unitPrice'), lead.currency ? money(lead.base, lead.currency) : lead.base],
          lead.counts !== null && [t('leads.units'), lead.counts],
          lead.track !== null && [t('leads.track'), <code>{lead.track}</code>],
          subs.length > 0 && [t('leads.subs'), subs.join(' · ')],
          lead.holdUntil !== null && [t('leads.holdUntil'), <Time at={lead.holdUntil} />],
          lead.acceptedAt !== null && [t('leads.accepted'), <Time at={lead.acceptedAt} />],
          [t('leads.created'), <Time at={lead.createdAt} />],
          [t('leads.updated'), <Time at={lead.updatedAt} />],
        ]}
      />
    </Panel>
  );
}
