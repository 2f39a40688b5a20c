import { useState } from 'preact/hooks';
import { nameOf } from '../../api/directory.ts';
import type { Pipeline, Preset, Source } from '../../api/intake.ts';
import { useAll, useQuery } from '../../api/query.ts';
import { Page } from '../../app/page.tsx';
import { isAdmin } from '../../app/session.ts';
import { language, t } from '../../app/words.ts';
import { Bones, Button, Empty, Label } from '../../parts/basics.tsx';
import { Table } from '../../parts/table.tsx';
import { NewPipeline } from './new-pipeline.tsx';
import { PresetDialog } from './preset-dialog.tsx';

/** Pipelines, each with its source and whether it runs. */
export default function Pipelines() {
  const pipelines = useAll<Pipeline>('/api/pipelines', 10_000);
  const sources = useAll<Source>('/api/sources');
  const presets = useQuery<{ items: Preset[] }>('/api/presets').data?.items ?? [];
  const [making, setMaking] = useState<'new' | Preset | null>(null);
  const actions = isAdmin() && (
    <>
      {presets.map((preset) => (
        <Button key={preset.name} onClick={() => setMaking(preset)}>
          {preset.title[language.value]}
        </Button>
      ))}
      <Button kind="primary" icon="plus" onClick={() => setMaking('new')}>
        {t('pipelines.new')}
      </Button>
    </>
  );
  return (
    <Page title={t('pipelines.title')} actions={actions}>
      <div class="panel">
        {!pipelines && <Bones />}
        {pipelines?.length === 0 && (
          <Empty icon="pipelines" title={t('pipelines.empty')}>
            <p>{t('pipelines.emptyText')}</p>
          </Empty>
        )}
        {pipelines && pipelines.length > 0 && (
          <Table
            label={t('pipelines.title')}
            rows={pipelines}
            keyOf={({ id }) => id}
            hrefOf={({ id }) => `/pipelines/${id}`}
            columns={[
              { name: t('common.name'), cell: ({ id, name }) => <a href={`/pipelines/${id}`}>{name}</a> },
              { name: t('common.state'), cell: (pipeline) => <PipelineState pipeline={pipeline} /> },
              { name: t('pipelines.source'), cell: ({ sourceId }) => nameOf(sources, sourceId) },
              {
                name: t('pipelines.actions'),
                cell: ({ actions: all }) => t('pipelines.actionsCount', { count: all.length }),
              },
            ]}
          />
        )}
      </div>
      {making === 'new' && <NewPipeline onClose={() => setMaking(null)} />}
      {making && making !== 'new' && <PresetDialog preset={making} onClose={() => setMaking(null)} />}
    </Page>
  );
}

export const PipelineState = ({ pipeline }: { pipeline: Pipeline }) => (
  <Label tone={pipeline.state === 'running' ? 'green' : 'grey'}>{t(`pipelines.${pipeline.state}`)}</Label>
);
