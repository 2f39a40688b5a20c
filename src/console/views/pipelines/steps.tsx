import type { Step } from '../../api/intake.ts';
import { milliseconds, t, translated } from '../../app/words.ts';
import { Label, Note } from '../../parts/basics.tsx';
import { StateLabel } from '../../parts/status.tsx';
import { Answer, Request } from '../../result/exchange.tsx';
import { Logs } from '../../result/findings.tsx';
import { Json, Text } from '../../result/json.tsx';

/**
 * Each step of an operation with its input and output; one that failed is open.
 * @param open how many of them are open anyway
 */
export function Steps({ steps, open = false }: { steps: readonly Step[]; open?: boolean }) {
  return (
    <ol class="stack tight">
      {steps.map((step, index) => (
        <li key={`${index} ${step.state}`}>
          <details class="step" open={open || step.state === 'failed'}>
            <summary>
              <span class="count">{index + 1}</span>
              <b class="grow breaks">{step.name}</b>
              <span class="muted small nowrap">{milliseconds(step.ms)}</span>
              {step.state === 'not_sent' ? (
                <Label tone="grey">{t('pipelines.notSent')}</Label>
              ) : (
                <StateLabel state={step.state} of="operation" />
              )}
            </summary>
            <div class="stack tight step-body">
              {step.error && <ErrorOfStep step={step} error={step.error} />}
              <Given step={step} number={index + 1} />
              {step.logs && step.logs.length > 0 && (
                <>
                  <h4>{t('runs.logs')}</h4>
                  <Logs logs={step.logs} />
                </>
              )}
            </div>
          </details>
        </li>
      ))}
    </ol>
  );
}

/** What a step was given and what it made of that; of a request, as runs show theirs. */
function Given({ step, number }: { step: Step; number: number }) {
  const { type, state, input, output } = step;
  if (type !== 'http-request' || input === null) {
    return (
      <>
        <Value title={t('pipelines.input')} value={input} number={number} />
        {state !== 'not_sent' && <Value title={t('pipelines.output')} value={output} number={number} />}
      </>
    );
  }
  const answer = output as { status: number; headers: Record<string, string>; body: string; data: unknown } | null;
  return (
    <>
      <h4>{t('runs.request')}</h4>
      <Request request={input as SentRequest} />
      {answer !== null && (
        <>
          <h4>{t('runs.answer')}</h4>
          <Answer response={answer} data={answer.data} />
        </>
      )}
    </>
  );
}

type SentRequest = { method: string; url: string; headers: Record<string, string>; body: string | null };

const ErrorOfStep = ({ step, error }: { step: Step; error: NonNullable<Step['error']> }) => (
  <Note tone="red">
    {translated(error)}
    {error.line !== undefined && <> · {t('runs.line', { line: error.line, column: error.column ?? 1 })}</>}
    {error.excerpt && step.type === 'script' && <pre>{error.excerpt}</pre>}
  </Note>
);

function Value({ title, value, number }: { title: string; value: unknown; number: number }) {
  if (value === null || value === undefined) return null;
  const label = `${title} ${number}`;
  return (
    <>
      <h4>{title}</h4>
      {typeof value === 'string' ? <Text text={value} label={label} /> : <Json value={value} label={label} />}
    </>
  );
}
