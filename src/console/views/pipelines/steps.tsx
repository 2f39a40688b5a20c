import type { Step } from '../../api/intake.ts';
import { milliseconds, t } from '../../app/words.ts';
import { Label, Note } from '../../parts/basics.tsx';
import { StateLabel } from '../../parts/status.tsx';
import { Json } from '../../result/json.tsx';

/** Each step of an operation with its input and output; one that failed is open. */
export function Steps({ steps }: { steps: readonly Step[] }) {
  return (
    <ol class="stack tight">
      {steps.map((step, index) => (
        <li key={index}>
          <details class="check-tile" open={step.state === 'failed'}>
            <summary class="row">
              <span class="count">{index + 1}</span>
              <b class="grow breaks">{step.name}</b>
              <span class="muted small">{milliseconds(step.ms)}</span>
              {step.state === 'not_sent' ? (
                <Label tone="grey">{t('pipelines.notSent')}</Label>
              ) : (
                <StateLabel state={step.state} />
              )}
            </summary>
            {step.error && <Note tone="red">{step.error.message}</Note>}
            <h3>{t('pipelines.input')}</h3>
            <Json value={step.input} label={`${t('pipelines.input')} ${index + 1}`} />
            <h3>{t('pipelines.output')}</h3>
            <Json value={step.output} label={`${t('pipelines.output')} ${index + 1}`} />
          </details>
        </li>
      ))}
    </ol>
  );
}
