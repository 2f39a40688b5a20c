import type { Json, LogLine } from '../../sandbox/contract/job.ts';
import type { App } from '../app.ts';
import type { OperationError } from '../db/schema/intake.ts';
import { type Action, failed, type Step, type StepEnd } from './actions/action.ts';
import { encodeFields } from './actions/fields.ts';
import { sendRequest } from './actions/http-request.ts';
import { createLead, editLeadBy } from './actions/leads.ts';
import { runScript } from './actions/script.ts';
import type { PipelineSetup } from './pipelines/setup.ts';
import { missingFields, type Scene, sceneOf, viewOf } from './scene.ts';
import { TemplateError } from './templates.ts';
import type { Progress } from './workers/progress.ts';

/** A step as the journal keeps it, secrets masked. */
export interface StepView {
  name: string;
  type: Action['type'];
  state: 'done' | 'failed' | 'stopped' | 'not_sent';
  input: Json;
  output: Json;
  error?: OperationError;
  logs?: LogLine[];
  ms: number;
}

/** How an operation ended, or for how long it is to wait. */
export interface OperationEnd {
  state: 'done' | 'failed' | 'stopped' | 'again';
  error: OperationError | null;
  steps: StepView[];
  /** Where it is to be tried again by itself. */
  afterMs?: number;
}

/** One event on its way through the actions of a pipeline. */
export interface Journey {
  app: App;
  setup: PipelineSetup;
  /** Null for a test. */
  operationId: string | null;
  event: { [name: string]: Json };
  /** From 1; counts what is tried by itself. */
  attempt: number;
  /** `dry` sends nothing and changes no lead. */
  mode: 'real' | 'dry';
  progress: Progress;
  signal: AbortSignal;
  seed: number;
}

/** Attempts before an operation that could go well later is given up. */
const maxAttempts = 5;

/**
 * webhook ─▶ stored event ─▶ action ─▶ action ─▶ … ─▶ operation
 *
 * Takes an event through the actions of its pipeline, each of which sees the results of those before it. Actions that were
 * done in an earlier attempt are not done again, except for those that only write text.
 * @throws Abandoned where somebody else has the operation by now, and the reason of `signal` once it is aborted
 */
export async function runOperation(journey: Journey): Promise<OperationEnd> {
  const { setup, progress } = journey;
  const steps: StepView[] = [];
  const results = new Map<string, Json>();
  const early = missingFields(journey);
  if (early) return ended('failed', [early]);
  let previous: Json | undefined;
  let before: Action | null = null;
  for (const action of setup.actions) {
    const kept = progress.kept(action.name);
    if (kept && !onlyText(action)) {
      steps.push(kept.view);
      previous = kept.result;
    } else {
      const scene = sceneOf(journey, results, previous, before);
      const began = performance.now();
      const step = await take(action, scene);
      const view = viewOf(action, step, scene, performance.now() - began);
      steps.push(view);
      const { end } = step;
      if (end.kind === 'failed') return ended(mayGoWell(end, journey) ? 'again' : 'failed', steps, end);
      if (end.kind === 'stopped') return ended('stopped', steps);
      previous = end.kind === 'done' ? end.result : null;
      if (!onlyText(action)) {
        // Nothing is sure of an answer until it is written; what is the last step is written with the end.
        const atOnce = action.type === 'http-request' && action !== setup.actions.at(-1);
        await progress.keep(action.name, { result: previous, view }, atOnce);
      }
    }
    results.set(action.name, previous);
    before = action;
  }
  return ended('done', steps);
}

/** Such an action changes nothing, and its text must follow the parameters that somebody put right. */
const onlyText = ({ type }: Action): boolean => type === 'form-urlencoded' || type === 'json';

async function take(action: Action, scene: Scene): Promise<Step> {
  if (scene.progress.sending === action.name && !(action.type === 'http-request' && action.repeatable)) {
    const why =
      'The server stopped while the request was on its way. It may have arrived: look there before you send it again.';
    return { input: null, end: failed('maybe_delivered', why, { reason: 'the server stopped' }) };
  }
  try {
    switch (action.type) {
      case 'form-urlencoded':
      case 'json':
        return encodeFields(action, scene.values);
      case 'http-request':
        return await sendRequest(action, scene);
      case 'script':
        return await runScript(action, scene);
      case 'create-lead':
        return await createLead(action, scene);
      case 'edit-lead':
        return await editLeadBy(action, scene);
    }
  } catch (error) {
    if (error instanceof TemplateError) return { input: null, end: failed('template', error.message) };
    throw error;
  }
}

const mayGoWell = ({ again }: StepEnd & { kind: 'failed' }, { attempt, mode }: Journey): boolean =>
  again !== undefined && mode === 'real' && attempt < maxAttempts;

function ended(state: OperationEnd['state'], steps: StepView[], end?: StepEnd & { kind: 'failed' }): OperationEnd {
  return { state, steps, error: steps.at(-1)?.error ?? null, ...(end?.again && { afterMs: end.again.afterMs }) };
}
