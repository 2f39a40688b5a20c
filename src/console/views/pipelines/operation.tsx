import { api } from '../../api/client.ts';
import { nameOf } from '../../api/directory.ts';
import { type Operation, shortId, usePipelines } from '../../api/intake.ts';
import { reread, useQuery } from '../../api/query.ts';
import { Page } from '../../app/page.tsx';
import { mayEditLeads } from '../../app/session.ts';
import type { ViewProps } from '../../app/views.ts';
import { t, translated } from '../../app/words.ts';
import { Bones, Button, Note, Panel, ProblemNote, Time } from '../../parts/basics.tsx';
import { attempt, confirm } from '../../parts/dialog.tsx';
import { StateLabel } from '../../parts/status.tsx';
import { Json } from '../../result/json.tsx';
import { Steps } from './steps.tsx';

export default function OperationView({ params }: ViewProps) {
  const address = `/api/operations/${params['id']}`;
  const { data: operation, problem, loading, refresh } = useQuery<Operation>(address, 3_000);
  const pipelines = usePipelines();
  const over = operation !== undefined && !['queued', 'running', 'duplicate'].includes(operation.state);
  /** Its pipeline did not run when it came: nothing was done that could be repeated. */
  const untried = operation?.state === 'stopped' && operation.steps.length === 0;
  const retry = async (from: 'failed' | 'start'): Promise<void> => {
    const again = from === 'start';
    if (
      again &&
      !(await confirm({
        title: t('operations.retryStart'),
        text: t('operations.retryStartText'),
        action: t('operations.retryStart'),
      }))
    )
      return;
    await attempt(
      () => api.post(`${address}/retry`, again ? { from, confirm: true } : { from }),
      t('operations.retriedOne'),
    );
    reread('/api/operations');
  };
  return (
    <Page
      title={t('operations.one', { id: shortId(params['id'] ?? '') })}
      crumbs={[
        ['/pipelines', t('pipelines.title')],
        ...(operation?.pipelineId
          ? ([[`/pipelines/${operation.pipelineId}`, nameOf(pipelines, operation.pipelineId)]] as const)
          : []),
      ]}
      marks={operation && <StateLabel state={operation.state} of="operation" />}
      actions={
        over &&
        operation.pipelineId !== null &&
        mayEditLeads() && (
          <>
            {(operation.state === 'failed' || operation.state === 'stopped') && (
              <Button kind="primary" icon={untried ? 'play' : 'refresh'} onClick={() => retry('failed')}>
                {t(untried ? 'operations.process' : 'operations.retry')}
              </Button>
            )}
            {!untried && <Button onClick={() => retry('start')}>{t('operations.retryStart')}</Button>}
          </>
        )
      }
    >
      <ProblemNote problem={problem} onRetry={refresh} />
      {loading && <Bones rows={6} />}
      {operation?.error && (
        <Note tone="red" role="alert">
          {translated(operation.error)}
        </Note>
      )}
      {operation?.nextAt && operation.attempts > 0 && (
        <Note tone="amber">
          {t('operations.again')} <Time at={operation.nextAt} />
        </Note>
      )}
      {operation && (
        <div class="grid-2">
          <Panel title={t('operations.steps')}>
            {operation.steps.length === 0 ? (
              <p class="muted">{t(operation.state === 'done' ? 'operations.noActions' : 'operations.noSteps')}</p>
            ) : (
              <Steps steps={operation.steps} />
            )}
          </Panel>
          <Panel title={t('operations.event')} actions={<Time at={operation.receivedAt} />}>
            <Json value={operation.event} label={t('operations.event')} />
          </Panel>
        </div>
      )}
    </Page>
  );
}
