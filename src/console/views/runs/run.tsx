import { byId, nameOf, useChecks, useIntegrations, useOffers } from '../../api/directory.ts';
import { useQuery } from '../../api/query.ts';
import type { RunDetails } from '../../api/types.ts';
import { Page } from '../../app/page.tsx';
import type { ViewProps } from '../../app/views.ts';
import { number, t } from '../../app/words.ts';
import { Bones, ButtonLink, Facts, Panel, ProblemNote, Time } from '../../parts/basics.tsx';
import { StateLabel } from '../../parts/status.tsx';
import { Edits } from '../../result/edits.tsx';
import { Answer, Attempts, Request } from '../../result/exchange.tsx';
import { ErrorNote, Findings, Logs, Timing } from '../../result/findings.tsx';

export default function RunView({ params }: ViewProps) {
  const { data: run, problem, refresh, loading } = useQuery<RunDetails>(`/api/runs/${params['id']}`);
  // One that goes on is looked at again until it is over.
  useQuery(run?.state === 'running' ? `/api/runs/${params['id']}` : null, 1_500);
  return (
    <Page
      title={t('runs.one', { id: params['id'] ?? '' })}
      crumbs={[['/runs', t('runs.title')]]}
      marks={run && <StateLabel state={run.state} />}
      actions={
        run?.answerKept && (
          <ButtonLink
            href={`/checks/${run.checkId}?run=${run.id}&offer=${run.offerId}`}
            icon="workbench"
            kind="primary"
          >
            {t('runs.openWorkbench')}
          </ButtonLink>
        )
      }
    >
      <ProblemNote problem={problem} onRetry={refresh} />
      {loading && <Bones rows={8} />}
      {run && <Details run={run} />}
    </Page>
  );
}

function Details({ run }: { run: RunDetails }) {
  const check = byId(useChecks(), run.checkId);
  return (
    <div class="aside-layout">
      <div class="stack">
        {run.error && <ErrorNote error={run.error} />}
        <Panel title={t('runs.edits')} flush actions={<span class="count">{number(run.edits.length)}</span>}>
          {run.edits.length > 0 ? <Edits edits={run.edits} /> : <p class="muted panel-body">{t('runs.noEdits')}</p>}
        </Panel>
        <Panel title={t('runs.request')}>
          <Request request={run.request} />
        </Panel>
        <Panel title={t('runs.answer')}>
          <Answer response={run.response} data={run.data} />
        </Panel>
        <Panel title={t('runs.logs')}>
          <Logs logs={run.logs} />
        </Panel>
        {run.attempts.length > 1 && (
          <Panel title={t('runs.attempts')} flush>
            <Attempts attempts={run.attempts} />
          </Panel>
        )}
      </div>
      <div class="stack">
        <Summary run={run} />
        {run.timing && (
          <Panel title={t('runs.timing')}>
            <Timing timing={run.timing} />
          </Panel>
        )}
        {(run.warnings.length > 0 ||
          run.unrecognised.length > 0 ||
          run.missingIds.length > 0 ||
          run.unknownIds.length > 0) && (
          <Panel title={t('runs.warnings')}>
            <div class="stack">
              <Findings result={run} integrationId={check?.integrationId ?? null} />
            </div>
          </Panel>
        )}
      </div>
    </div>
  );
}

function Summary({ run }: { run: RunDetails }) {
  const [checks, integrations, offers] = [useChecks(), useIntegrations(), useOffers()];
  const check = byId(checks, run.checkId);
  const { counts, scriptVersions } = run;
  return (
    <Panel title={t('runs.summary')}>
      <Facts
        items={[
          [
            t('common.integration'),
            check && <a href={`/integrations/${check.integrationId}`}>{nameOf(integrations, check.integrationId)}</a>,
          ],
          [t('common.check'), check && <a href={`/checks/${check.id}`}>{t(`kinds.${check.kind}`)}</a>],
          [t('common.offer'), nameOf(offers, run.offerId)],
          [t('runs.sweep'), <a href={`/sweeps/${run.sweepId}`}>{run.sweepId}</a>],
          [t('runs.started'), <Time at={run.startedAt} />],
          run.range && [
            t('runs.range'),
            run.range.from === run.range.to ? run.range.from : `${run.range.from} – ${run.range.to}`,
          ],
          [t('runs.leads'), number(counts.leads)],
          [t('runs.rows'), counts.rows === null ? null : number(counts.rows)],
          [t('runs.applied'), number(counts.applied)],
          [t('runs.unchanged'), number(counts.unchanged)],
          [t('runs.refused'), number(counts.refused)],
          [
            t('runs.versions'),
            `${scriptVersions.preprocess === null ? t('runs.noPreprocess') : `v${scriptVersions.preprocess}`} · v${scriptVersions.process}`,
          ],
        ]}
      />
    </Panel>
  );
}
