import { useState } from 'preact/hooks';
import { nameOf } from '../../api/directory.ts';
import { type Pipeline, type Preset, usePipelines, usePresets, useSources } from '../../api/intake.ts';
import { Page } from '../../app/page.tsx';
import { isAdmin } from '../../app/session.ts';
import { language, t } from '../../app/words.ts';
import { Bones, Button, ButtonLink, Empty, Label } from '../../parts/basics.tsx';
import { Table } from '../../parts/table.tsx';
import { NewPipeline } from './new-pipeline.tsx';
import { PresetDialog } from './preset-dialog.tsx';

/** Pipelines, each with its source and whether it runs. */
export default function Pipelines() {
  const pipelines = usePipelines();
  const sources = useSources();
  const presets = usePresets();
  const [making, setMaking] = useState<'new' | Preset | null>(null);
  const fromPreset = presets.map((preset) => (
    <Button key={preset.name} onClick={() => setMaking(preset)}>
      {preset.title[language.value]}
    </Button>
  ));
  const fromNothing = (
    <Button kind="primary" icon="plus" onClick={() => setMaking('new')}>
      {t('pipelines.new')}
    </Button>
  );
  const none = pipelines?.length === 0;
  return (
    <Page
      title={t('pipelines.title')}
      actions={
        <>
          {!none && <ButtonLink href="/operations">{t('operations.title')}</ButtonLink>}
          {isAdmin() && !none && fromPreset}
          {isAdmin() && fromNothing}
        </>
      }
    >
      <div class="panel">
        {!pipelines && <Bones />}
        {none && (
          <Empty icon="pipelines" title={t('pipelines.empty')}>
            <p>{t('pipelines.emptyText')}</p>
            {isAdmin() && <div class="buttons">{fromPreset}</div>}
          </Empty>
        )}
        {pipelines && !none && (
          <Table
            label={t('pipelines.title')}
            rows={pipelines}
            keyOf={({ id }) => id}
            hrefOf={({ id }) => `/pipelines/${id}`}
            columns={[
              {
                name: t('common.name'),
                cell: ({ id, name }) => (
                  <a class="breaks" href={`/pipelines/${id}`}>
                    {name}
                  </a>
                ),
              },
              { name: t('common.state'), cell: (pipeline) => <PipelineState pipeline={pipeline} /> },
              {
                name: t('pipelines.source'),
                cell: ({ sourceId }) => (
                  <a class="breaks" href={`/sources/${sourceId}`}>
                    {nameOf(sources, sourceId)}
                  </a>
                ),
              },
              {
                name: t('pipelines.actions'),
                cell: ({ actions }) =>
                  actions.length === 0 ? (
                    <span class="muted">{t('pipelines.onlyJournal')}</span>
                  ) : (
                    <span class="breaks">{actions.map(({ name }) => name).join(' → ')}</span>
                  ),
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
