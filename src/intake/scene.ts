import type { Json, LogLine } from '../../sandbox/contract/job.ts';
import { type Action, failed, type Step } from './actions/action.ts';
import { emptyBeforehand, encodeFields, fieldsMissing } from './actions/fields.ts';
import type { Journey, StepView } from './operation.ts';
import { TemplateError, type Values } from './templates.ts';

/** What one action gets to see. */
export interface Scene extends Journey {
  values: Values;
  /** The action before. */
  before: Action | null;
  log(lines: readonly LogLine[]): void;
}

/** A required field that is empty in this event stops it before anything is sent, also where its action comes later. */
export function missingFields(journey: Journey): StepView | null {
  if (journey.mode === 'dry') return null;
  const scene = sceneOf(journey, new Map(), undefined, null);
  for (const action of journey.setup.actions) {
    if (action.type !== 'form-urlencoded' && action.type !== 'json') continue;
    try {
      const empty = emptyBeforehand(action, scene.values);
      if (empty.length === 0) continue;
      const { input } = encodeFields(action, scene.values);
      return viewOf(action, { input, end: fieldsMissing(empty) }, scene, 0);
    } catch (error) {
      if (!(error instanceof TemplateError)) throw error;
      return viewOf(action, { input: null, end: failed('template', error.message) }, scene, 0);
    }
  }
  return null;
}

export function sceneOf(
  journey: Journey,
  steps: ReadonlyMap<string, Json>,
  previous: Json | undefined,
  before: Action | null,
): Scene & { logs: LogLine[] } {
  const { params } = journey.setup;
  const logs: LogLine[] = [];
  return {
    ...journey,
    before,
    logs,
    log: (lines) => logs.push(...lines),
    values: {
      event: journey.event,
      steps,
      previous,
      param: (name) => (Object.hasOwn(params, name) ? params[name] : undefined),
    },
  };
}

export function viewOf(
  action: Action,
  { input, end }: Step,
  { setup, logs }: Scene & { logs: LogLine[] },
  ms: number,
): StepView {
  const result = end.kind === 'done' || end.kind === 'failed' ? (end.result ?? null) : null;
  const why = end.kind === 'stopped' || end.kind === 'not_sent' ? end.why : undefined;
  return setup.shown({
    name: action.name,
    type: action.type,
    state: end.kind,
    input,
    output: why === undefined ? result : { why },
    ...(end.kind === 'failed' && { error: { step: action.name, ...end.error } }),
    ...(logs.length > 0 && { logs }),
    ms: Math.round(ms * 10) / 10,
  });
}
