import { useState } from 'preact/hooks';
import type { DryRun, RunDetails } from '../api/types.ts';
import { exactTime, milliseconds, t, translated } from '../app/words.ts';
import { Choice, Label } from '../parts/basics.tsx';
import { Table } from '../parts/table.tsx';
import { Json, Text } from './json.tsx';

/** What was sent; secrets are masked by the server. */
export function Request({ request }: { request: DryRun['request'] }) {
  if (!request) return <p class="muted">{t('runs.noRequest')}</p>;
  return (
    <div class="stack tight">
      <div class="row">
        <Label tone="blue" bare>
          {request.method}
        </Label>
        <code class="breaks">{request.url}</code>
      </div>
      <Headers headers={request.headers} />
      {request.body !== null && <Text text={request.body} label={t('runs.body')} />}
    </div>
  );
}

/** What the CRM answered: as it was decoded, or as it came. */
export function Answer({
  response,
  data,
}: {
  response: { status: number; headers: Record<string, string>; body: string | null } | null;
  data: unknown;
}) {
  const [shown, setShown] = useState<'decoded' | 'raw'>('decoded');
  if (!response || response.body === null) return <p class="muted">{t('runs.noAnswer')}</p>;
  const decoded = data !== null && data !== undefined;
  return (
    <div class="stack tight">
      <div class="row">
        <HttpStatus status={response.status} />
        {decoded && (
          <Choice
            label={t('runs.answer')}
            value={shown}
            options={[
              { value: 'decoded', label: t('runs.decoded') },
              { value: 'raw', label: t('runs.raw') },
            ]}
            onChange={setShown}
          />
        )}
      </div>
      <Headers headers={response.headers} />
      {decoded && shown === 'decoded' ? (
        <Json value={data} label={t('runs.decoded')} />
      ) : (
        <Text text={response.body} label={t('runs.raw')} />
      )}
    </div>
  );
}

/** Requests that were made for one answer, which did not come at the first. */
export const Attempts = ({ attempts }: { attempts: RunDetails['attempts'] }) => (
  <Table
    label={t('runs.attempts')}
    rows={attempts}
    keyOf={({ startedAt }) => startedAt}
    columns={[
      { name: t('runs.started'), cell: ({ startedAt }) => exactTime(new Date(startedAt)) },
      {
        name: t('runs.answer'),
        cell: ({ status, error }) =>
          status === undefined ? (
            <span class="breaks">{translated({ code: '', message: error ?? '' })}</span>
          ) : (
            <HttpStatus status={status} />
          ),
      },
      { name: t('runs.took'), number: true, cell: ({ ms }) => milliseconds(ms) },
    ]}
  />
);

const HttpStatus = ({ status }: { status: number }) => (
  <Label tone={status < 300 ? 'green' : 'red'} bare>
    {status}
  </Label>
);

function Headers({ headers }: { headers: Record<string, string> }) {
  const entries = Object.entries(headers);
  if (entries.length === 0) return null;
  return (
    <details>
      <summary class="muted small">
        {t('runs.headers')} ({entries.length})
      </summary>
      <dl class="facts small">
        {entries.map(([name, value]) => [
          <dt key={`${name} name`}>{name}</dt>,
          <dd key={name}>
            <code>{value}</code>
          </dd>,
        ])}
      </dl>
    </details>
  );
}
