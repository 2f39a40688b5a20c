import { useState } from 'preact/hooks';
import { api, Problem } from '../../api/client.ts';
import type { Operation, Pipeline, Tested } from '../../api/intake.ts';
import { reread, useQuery } from '../../api/query.ts';
import type { List } from '../../api/types.ts';
import { exactTime, t, translated } from '../../app/words.ts';
import { Button, Note, Panel, ProblemNote } from '../../parts/basics.tsx';
import { confirm } from '../../parts/dialog.tsx';
import { Select, TextArea } from '../../parts/forms.tsx';
import { StateLabel } from '../../parts/status.tsx';
import type { ActionsEditor } from './actions/panel.tsx';
import { Steps } from './steps.tsx';

/** One event through the actions, to see what each makes of it. */
export function TestRun({ pipeline, editor }: { pipeline: Pipeline; editor: ActionsEditor }) {
  const recent =
    useQuery<List<Operation>>(`/api/operations?pipelineId=${pipeline.id}&limit=20`, 4_000).data?.items ?? [];
  const [chosen, setChosen] = useState<Operation | null>(null);
  const [typed, setTyped] = useState<string | null>(null);
  const [result, setResult] = useState<Tested | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const event = chosen ?? recent[0];
  const text = typed ?? JSON.stringify(event?.event ?? {}, null, 2);
  const parsed = parse(text);
  const { changed } = editor.form;
  const run = async (live: boolean): Promise<void> => {
    const sure =
      !live ||
      (await confirm({
        title: t('pipelines.sendForReal'),
        text: t('pipelines.liveText'),
        action: t('pipelines.live'),
      }));
    if (!sure || (changed && !(await editor.save()))) return;
    setProblem(null);
    setResult(null);
    try {
      setResult(await api.post<Tested>(`/api/pipelines/${pipeline.id}/test`, { event: parsed, live }));
      if (live) reread('/api/leads');
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      setProblem(error);
    }
  };
  const ready = parsed !== null && editor.form.values.actions.length > 0;
  return (
    <Panel title={t('pipelines.test')}>
      <div class="form">
        <p class="muted small">{t('pipelines.testText')}</p>
        {recent.length > 1 && (
          <Select
            label={t('pipelines.testWith')}
            value={event?.id ?? ''}
            options={recent.map(({ id, receivedAt, state }) => ({
              value: id,
              label: `${exactTime(new Date(receivedAt))} · ${t(`operationStates.${state}`)}`,
            }))}
            onChange={(id) => {
              setChosen(recent.find((one) => one.id === id) ?? null);
              setTyped(null);
            }}
          />
        )}
        <TextArea
          label={t('pipelines.event')}
          mono
          rows={8}
          value={text}
          onInput={setTyped}
          error={parsed === null ? t('pipelines.badJson') : undefined}
        />
        <div class="buttons">
          <Button icon="play" disabled={!ready} onClick={() => run(false)}>
            {t(changed ? 'pipelines.saveAndTest' : 'pipelines.runTest')}
          </Button>
          <Button disabled={!ready} onClick={() => run(true)}>
            {t('pipelines.sendForReal')}
          </Button>
        </div>
        <ProblemNote problem={problem} />
        {result && (
          <div class="stack tight" role="status">
            <div class="row">
              <h3>{t('pipelines.testResult')}</h3>
              <StateLabel state={result.state} of="operation" />
            </div>
            {result.error && result.steps.every(({ error }) => !error) && (
              <Note tone="red">{translated(result.error)}</Note>
            )}
            <Steps steps={result.steps} open />
          </div>
        )}
      </div>
    </Panel>
  );
}

function parse(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : null;
  } catch {
    return null;
  }
}
