import { useState } from 'preact/hooks';
import { api, Problem } from '../../api/client.ts';
import type { Operation, Pipeline, Tested } from '../../api/intake.ts';
import { useQuery } from '../../api/query.ts';
import type { List } from '../../api/types.ts';
import { t } from '../../app/words.ts';
import { Button, Note, Panel, ProblemNote } from '../../parts/basics.tsx';
import { TextArea, Tick } from '../../parts/forms.tsx';
import { Steps } from './steps.tsx';

/** One event through the actions, to see what each makes of it. */
export function TestRun({ pipeline }: { pipeline: Pipeline }) {
  const last = useQuery<List<Operation>>(`/api/operations?pipelineId=${pipeline.id}&limit=1`).data?.items[0];
  const [typed, setTyped] = useState<string | null>(null);
  const [live, setLive] = useState(false);
  const [result, setResult] = useState<Tested | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const text = typed ?? JSON.stringify(last?.event ?? {}, null, 2);
  const run = async (): Promise<void> => {
    setProblem(null);
    try {
      setResult(await api.post<Tested>(`/api/pipelines/${pipeline.id}/test`, { event: JSON.parse(text), live }));
    } catch (error) {
      if (error instanceof Problem) setProblem(error);
      else setProblem(new Problem({ status: 0, code: 'invalid_input', detail: t('pipelines.badJson') }));
    }
  };
  return (
    <Panel title={t('pipelines.test')}>
      <div class="form">
        <p class="muted small">{t('pipelines.testText')}</p>
        <TextArea label={t('pipelines.event')} mono rows={6} value={text} onInput={setTyped} />
        <Tick label={t('pipelines.live')} value={live} onChange={setLive} />
        <div class="buttons">
          <Button icon="play" kind={live ? 'danger' : 'normal'} onClick={run}>
            {t('pipelines.runTest')}
          </Button>
        </div>
        <ProblemNote problem={problem} />
        {result?.error && <Note tone="red">{result.error.message}</Note>}
        {result && <Steps steps={result.steps} />}
      </div>
    </Panel>
  );
}
