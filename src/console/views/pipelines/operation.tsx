import { api } from '../../api/client.ts';
import type { Operation } from '../../api/intake.ts';
import { reread, useQuery } from '../../api/query.ts';
import { Page } from '../../app/page.tsx';
import { mayEditLeads } from '../../app/session.ts';
import type { ViewProps } from '../../app/views.ts';
import { t } from '../../app/words.ts';
import { Bones, Button, Note, Panel, ProblemNote, Time } from '../../parts/basics.tsx';
import { attempt, confirm } from '../../parts/dialog.tsx';
import { StateLabel } from '../../parts/status.tsx';
import { Json } from '../../result/json.tsx';
import { Steps } from './steps.tsx';

export default function OperationView({ params }: ViewProps) {
  const address = `/api/operations/${params['id']}`;
  const { data: operation, problem, loading, refresh } = useQuery<Operation>(address, 3_000);
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
      title={t('operations.one', { id: (params['id'] ?? '').slice(0, 8) })}
      crumbs={[
        ['/pipelines', t('pipelines.title')],
        ...(operation?.pipelineId
          ? ([[`/pipelines/${operation.pipelineId}`, `#${operation.pipelineId}`]] as const)
          : []),
      ]}
      marks={operation && <StateLabel state={operation.state} />}
      actions={
        operation &&
        mayEditLeads() && (
          <>
            {(operation.state === 'failed' || operation.state === 'stopped') && (
              <Button kind="primary" icon="refresh" onClick={() => retry('failed')}>
                {t('operations.retry')}
              </Button>
            )}
            <Button onClick={() => retry('start')}>{t('operations.retryStart')}</Button>
          </>
        )
      }
    >
      <ProblemNote problem={problem} onRetry={refresh} />
      {loading && <Bones rows={6} />}
      {operation?.error && (
        <Note tone="red" role="alert">
          {operation.error.message} {operation.error.code === 'maybe_delivered' && t('operations.maybeDelivered')}
        </Note>
      )}
      {operation && (
        <div class="grid-2">
          <Panel title={t('operations.steps')}>
            <Steps steps={operation.steps} />
          </Panel>
          <Panel title={t('operations.event')} actions={<Time at={operation.receivedAt} />}>
            <Json value={operation.event} label={t('operations.event')} />
          </Panel>
        </div>
      )}
    </Page>
  );
}
