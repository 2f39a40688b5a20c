import { scriptLimits } from '../../../sandbox/contract/limits.ts';
import type { Scene } from '../scene.ts';
import { failed, type ScriptAction, type Step } from './action.ts';

/** Runs a script of the network on the event and the results so far. */
export async function runScript(action: ScriptAction, scene: Scene): Promise<Step> {
  const { setup, values, app } = scene;
  const source = setup.scripts.get(action.scriptId);
  const input = { scriptId: action.scriptId, version: source?.version ?? null };
  if (source === undefined) return { input, end: failed('script_missing', `There is no script ${action.scriptId}.`) };
  const outcome = await app.isolates.run(
    {
      stage: 'action',
      script: source.source,
      limits: { scriptMs: scriptLimits.scriptMs.default, memoryMb: scriptLimits.memoryMb.default },
      params: setup.params,
      now: Math.floor(app.clock.now().getTime() / 1000),
      seed: scene.seed,
      event: values.event,
      steps: Object.fromEntries(values.steps),
    },
    scene.signal,
  );
  scene.log(outcome.logs);
  switch (outcome.kind) {
    case 'result':
      return { input, end: { kind: 'done', result: outcome.result } };
    case 'stopped':
      return { input, end: { kind: 'stopped', why: outcome.why } };
    case 'failed': {
      const { step: _, ...error } = outcome.error;
      return { input, end: { kind: 'failed', error } };
    }
    default:
      throw new Error(`A script of a pipeline cannot end with «${outcome.kind}»`);
  }
}
