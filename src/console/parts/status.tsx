import { type Status, statuses } from '../../../sandbox/contract/statuses.ts';
import { t } from '../app/words.ts';
import { Label, type Tone } from './basics.tsx';

const statusTones: Record<Status, Tone> = {
  1: 'grey',
  2: 'blue',
  3: 'violet',
  4: 'amber',
  5: 'red',
  6: 'teal',
  7: 'teal',
  8: 'teal',
  9: 'teal',
  10: 'green',
  11: 'orange',
  12: 'grey',
};

export const statusTone = (status: number): Tone => statusTones[status as Status] ?? 'grey';
export const statusName = (status: number): string => {
  const code = statuses[status as Status];
  return code ? t(`statuses.${code}`) : String(status);
};

/** A lead's status, in the same colour everywhere. */
export const StatusLabel = ({ status }: { status: number }) => (
  <Label tone={statusTone(status)}>{statusName(status)}</Label>
);

const stateTones = {
  running: 'blue',
  ok: 'green',
  done: 'green',
  failed: 'red',
  crashed: 'red',
  skipped: 'grey',
  stopped: 'grey',
  queued: 'grey',
  duplicate: 'violet',
} as const satisfies Record<string, Tone>;

export type State = keyof typeof stateTones;

/** The state of a run, a sweep or a step, or of an operation, which some languages say otherwise. */
export const StateLabel = ({ state, of }: { state: State; of?: 'operation' }) => (
  <Label tone={stateTones[state]}>
    {of === 'operation' && state in operationWords
      ? t(`operationStates.${state as keyof typeof operationWords}`)
      : t(`states.${state}`)}
  </Label>
);

const operationWords = { queued: 0, running: 0, done: 0, failed: 0, duplicate: 0, stopped: 0 };

const outcomeTones = { applied: 'green', unchanged: 'grey', refused: 'red' } as const;

/** What became of an edit; `dry` where it only would. */
export const OutcomeLabel = ({ outcome, dry = false }: { outcome: keyof typeof outcomeTones; dry?: boolean }) => (
  <Label tone={outcomeTones[outcome]}>
    {dry && outcome === 'applied' ? t('outcomes.wouldApply') : t(`outcomes.${outcome}`)}
  </Label>
);
