import type { ComponentChildren } from 'preact';
import { nameOf, useIntegrations, useReasons, useWebmasters } from '../api/directory.ts';
import type { Fields } from '../api/types.ts';
import { exactTime, t, tCode } from '../app/words.ts';
import { StatusLabel } from '../parts/status.tsx';

/** What changed in a lead: each field with what it was and what it is. */
export function Changes({ before, after }: { before: Fields | null; after: Fields | null }) {
  const names = Object.keys({ ...before, ...after }).sort((a, b) => Number(b === 'status') - Number(a === 'status'));
  return (
    <div class="changes">
      {names.map((name) => (
        <span key={name} class="change">
          {name !== 'status' && <span class="field-name">{tCode('fields', name)}</span>}
          {isGiven(before?.[name]) && (
            <span class={name === 'status' ? undefined : 'was'}>
              <Value name={name} value={before?.[name]} />
            </span>
          )}
          {isGiven(before?.[name]) && <span aria-label="→">→</span>}
          <Value name={name} value={after?.[name]} />
        </span>
      ))}
    </div>
  );
}

const isGiven = (value: unknown): boolean => value !== undefined && value !== null && value !== '';

const moments = new Set(['holdUntil', 'acceptedAt', 'holdSince', 'createdAt']);

function Value({ name, value }: { name: string; value: unknown }): ComponentChildren {
  const reasons = useReasons();
  const webmasters = useWebmasters();
  const integrations = useIntegrations();
  if (!isGiven(value)) return <span class="muted">—</span>;
  if (name === 'status') return <StatusLabel status={Number(value)} />;
  if (name === 'reason') return <span>{nameOf(reasons, Number(value))}</span>;
  if (name === 'webmasterId') return <span>{nameOf(webmasters, Number(value))}</span>;
  if (name === 'integrationId') return <span>{nameOf(integrations, Number(value))}</span>;
  if (typeof value === 'boolean') return <span>{t(value ? 'common.yes' : 'common.no')}</span>;
  if (moments.has(name) && typeof value === 'string') return <span>{exactTime(new Date(value))}</span>;
  return <span class="breaks">{typeof value === 'object' ? JSON.stringify(value) : String(value)}</span>;
}
