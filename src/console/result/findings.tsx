import type { DryRun } from '../api/types.ts';
import { failureName, milliseconds, t, tCode, translated } from '../app/words.ts';
import { Label, Note } from '../parts/basics.tsx';
import { MapIt } from './map-it.tsx';

type RunError = NonNullable<DryRun['error']>;

/** Why a run failed: the step, in a word, and what was said; a script's error with its line. */
export function ErrorNote({ error }: { error: RunError }) {
  return (
    <Note tone="red" role="alert">
      <strong>
        {tCode('steps', error.step)}: {failureName(error)}
      </strong>
      {error.line !== undefined && <> · {t('runs.line', { line: error.line, column: error.column ?? 1 })}</>}
      <div class="breaks">{translated(error)}</div>
      {error.excerpt && !error.message.includes(error.excerpt) && <pre>{error.excerpt}</pre>}
      {error.leadId !== undefined && <div>{t('runs.poisonous', { id: error.leadId })}</div>}
    </Note>
  );
}

/** Of ids, so many are shown. */
const mostIds = 40;

const Ids = ({ ids, link = false }: { ids: readonly (number | string)[]; link?: boolean }) => (
  <span class="breaks ids">
    {ids.slice(0, mostIds).map((id, index) => (
      <span key={id}>
        {index > 0 && ', '}
        {link ? <a href={`/leads/${id}`}>{id}</a> : id}
      </span>
    ))}
    {ids.length > mostIds && ` … (${ids.length})`}
  </span>
);

/** What else a run noticed: warnings, texts that nothing could tell, ids that are missing or strange. */
export function Findings({
  result,
  integrationId,
}: {
  result: Pick<DryRun, 'warnings' | 'unrecognised' | 'missingIds' | 'unknownIds' | 'skipped'>;
  integrationId: number | null;
}) {
  const { warnings, unrecognised, missingIds, unknownIds, skipped } = result;
  return (
    <>
      {skipped !== undefined && (
        <Note tone="grey">
          <strong>{t('states.skipped')}</strong> {skipped}
        </Note>
      )}
      {warnings.map(({ code, message, params }, index) => (
        <Note key={index} tone="amber">
          {tCode('warnings', code) === code ? translated({ code, message, params }) : tCode('warnings', code, params)}
        </Note>
      ))}
      {unrecognised.length > 0 && (
        <div class="stack tight">
          <h3>{t('runs.unrecognised')}</h3>
          <ul class="stack tight">
            {unrecognised.map(({ text, count }) => (
              <li key={text} class="row">
                <Label tone="amber" bare>
                  {text}
                </Label>
                <span class="muted small">{t('runs.timesSeen', { count })}</span>
                {integrationId !== null && <MapIt integrationId={integrationId} text={text} />}
              </li>
            ))}
          </ul>
        </div>
      )}
      {missingIds.length > 0 && (
        <div class="stack tight">
          <h3>{t('runs.missing')}</h3>
          <Ids ids={missingIds} link />
        </div>
      )}
      {unknownIds.length > 0 && (
        <div class="stack tight">
          <h3>{t('runs.unknown')}</h3>
          <Ids ids={unknownIds} />
        </div>
      )}
    </>
  );
}

const levelTones = { warn: 'amber', error: 'red' } as const;

export function Logs({ logs }: { logs: readonly { level: string; text: string }[] }) {
  if (logs.length === 0) return <p class="muted">{t('runs.noLogs')}</p>;
  return (
    <pre class="raw" tabIndex={0} role="region" aria-label={t('runs.logs')}>
      {logs.map(({ level, text }, index) => (
        <div
          key={index}
          class={level in levelTones ? `tone-${levelTones[level as 'warn']}` : undefined}
          style={level in levelTones ? { color: 'var(--tone)' } : undefined}
        >
          {text}
        </div>
      ))}
    </pre>
  );
}

/** The share of each step in the time that a run took. */
export function Timing({ timing }: { timing: DryRun['timing'] }) {
  const rest = Math.max(0, timing.totalMs - timing.requestMs - timing.decodeMs - timing.scriptMs);
  const steps = [
    [t('runs.requestStep'), timing.requestMs, '--blue'],
    [t('runs.decodeStep'), timing.decodeMs, '--amber'],
    [t('runs.scriptStep'), timing.scriptMs, '--violet'],
    [t('runs.restStep'), rest, '--line-strong'],
  ] as const;
  return (
    <div class="stack tight">
      <div class="steps-bar" aria-hidden="true">
        {steps.map(
          ([name, ms, colour]) => ms > 0 && <i key={name} style={{ flex: ms, '--colour': `var(${colour})` }} />,
        )}
      </div>
      <div class="legend">
        {steps.map(([name, ms, colour]) => (
          <span key={name}>
            <i style={{ '--colour': `var(${colour})` }} />
            {name} <b class="number">{milliseconds(ms)}</b>
          </span>
        ))}
      </div>
    </div>
  );
}
