import { type Source, useSourceTypes } from '../../api/intake.ts';
import { language, number, t } from '../../app/words.ts';
import { Copy } from '../../parts/basics.tsx';
import { Table } from '../../parts/table.tsx';

/** The address that the sender calls, the parameters in it, and what is to be done at the sender's. */
export function SourceAddress({ source }: { source: Source }) {
  const steps = source.steps[language.value];
  return (
    <div class="stack">
      <div class="copy-row">
        <input
          class="input mono"
          readOnly
          value={source.url}
          aria-label={t('pipelines.address')}
          onFocus={(event) => event.currentTarget.select()}
        />
        <Copy text={source.url} label={t('pipelines.copyAddress')} />
      </div>
      <div class="row wide-gap">
        {source.parameters.length > 0 && (
          <details class="wide">
            <summary>{t('eventSources.parameters', { count: number(source.parameters.length) })}</summary>
            <div class="inset framed">
              <Table
                label={t('eventSources.parametersTitle')}
                rows={source.parameters}
                keyOf={({ name }) => name}
                columns={[
                  { name: t('request.fieldName'), cell: ({ name }) => <code>{`{event.${name}}`}</code> },
                  { name: t('eventSources.variable'), cell: ({ variable }) => <code class="breaks">{variable}</code> },
                ]}
              />
            </div>
          </details>
        )}
        {steps.length > 0 && (
          <details class="wide">
            <summary>{t('pipelines.setUp')}</summary>
            <ol class="steps">
              {steps.map((step) => (
                <li key={step}>{step}</li>
              ))}
            </ol>
          </details>
        )}
      </div>
    </div>
  );
}

export function useTypeName(type: string): string {
  return useSourceTypes().find((one) => one.type === type)?.title[language.value] ?? type;
}
