import { useState } from 'preact/hooks';
import { api } from '../../api/client.ts';
import type { Pipeline, Source } from '../../api/intake.ts';
import { reread, useQuery } from '../../api/query.ts';
import { Page } from '../../app/page.tsx';
import { navigate } from '../../app/router.ts';
import { isAdmin } from '../../app/session.ts';
import type { ViewProps } from '../../app/views.ts';
import { t } from '../../app/words.ts';
import { Bones, Button, ButtonLink, Note, Panel, ProblemNote } from '../../parts/basics.tsx';
import { attempt, confirm, Dialog } from '../../parts/dialog.tsx';
import { Actions, useActions } from './actions/panel.tsx';
import { PipelineState } from './list.tsx';
import { Operations } from './operations.tsx';
import { Parameters } from './parameters.tsx';
import { SourceAddress } from './source-address.tsx';
import { TestRun } from './test-run.tsx';

export default function PipelineView({ params }: ViewProps) {
  const address = `/api/pipelines/${params['id']}`;
  const { data: pipeline, problem, loading, refresh } = useQuery<Pipeline>(address, 10_000);
  const remove = async (): Promise<void> => {
    if (
      !(await confirm({
        title: t('pipelines.deleteTitle', { name: pipeline?.name ?? '' }),
        text: t('pipelines.deleteText'),
        action: t('common.delete'),
      }))
    )
      return;
    if (!(await attempt(() => api.delete(address), t('common.deleted')))) return;
    reread('/api/pipelines');
    navigate('/pipelines');
  };
  return (
    <Page
      title={pipeline?.name ?? t('pipelines.title')}
      crumbs={[['/pipelines', t('pipelines.title')]]}
      marks={pipeline && <PipelineState pipeline={pipeline} />}
      actions={
        pipeline &&
        isAdmin() && (
          <>
            <Button kind="plain" icon="trash" label={t('common.delete')} onClick={remove} />
            <StartStop pipeline={pipeline} />
          </>
        )
      }
    >
      <ProblemNote problem={problem} onRetry={refresh} />
      {loading && <Bones rows={8} />}
      {pipeline && (
        <>
          {pipeline.missing.length > 0 && (
            <Note tone="amber">{t('pipelines.missing', { fields: pipeline.missing.join(', ') })}</Note>
          )}
          <SourcePanel sourceId={pipeline.sourceId} />
          <Parts pipeline={pipeline} />
          <Operations pipelineId={pipeline.id} />
        </>
      )}
    </Page>
  );
}

function StartStop({ pipeline }: { pipeline: Pipeline }) {
  const [asking, setAsking] = useState(false);
  const call = async (what: 'start' | 'stop', body: object): Promise<void> => {
    setAsking(false);
    await attempt(
      () => api.post(`/api/pipelines/${pipeline.id}/${what}`, body),
      t(what === 'start' ? 'pipelines.started' : 'pipelines.nowStopped'),
    );
    reread('/api/pipelines', '/api/operations');
  };
  if (pipeline.state === 'running') {
    return (
      <Button icon="stop" onClick={() => call('stop', {})}>
        {t('pipelines.stop')}
      </Button>
    );
  }
  return (
    <>
      <Button kind="primary" icon="play" disabled={pipeline.missing.length > 0} onClick={() => setAsking(true)}>
        {t('pipelines.start')}
      </Button>
      {asking && (
        <Dialog title={t('pipelines.startTitle')} onClose={() => setAsking(false)}>
          <p>{t('pipelines.backlogText')}</p>
          <div class="buttons">
            <Button kind="primary" onClick={() => call('start', { backlog: 'skip' })}>
              {t('pipelines.backlogSkip')}
            </Button>
            <Button onClick={() => call('start', { backlog: 'process' })}>{t('pipelines.backlogProcess')}</Button>
          </div>
        </Dialog>
      )}
    </>
  );
}

/** Actions beside their test; both know what is being typed. */
function Parts({ pipeline }: { pipeline: Pipeline }) {
  const editor = useActions(pipeline);
  return (
    <div class="pipeline-parts">
      <div class="stack">
        <Actions pipeline={pipeline} editor={editor} />
        {isAdmin() && <Parameters pipeline={pipeline} />}
      </div>
      {isAdmin() && <TestRun pipeline={pipeline} editor={editor} />}
    </div>
  );
}

function SourcePanel({ sourceId }: { sourceId: number }) {
  const source = useQuery<Source>(`/api/sources/${sourceId}`).data;
  if (!source) return null;
  return (
    <Panel
      title={t('pipelines.address')}
      actions={
        <ButtonLink small kind="plain" href={`/sources/${sourceId}`}>
          {t('eventSources.settings')}
        </ButtonLink>
      }
    >
      <SourceAddress source={source} />
    </Panel>
  );
}
