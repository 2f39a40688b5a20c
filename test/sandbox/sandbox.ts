import { afterAll } from 'vitest';
import type { Job, Outcome } from '../../sandbox/contract/job.ts';
import { createIsolates, type Isolates, type IsolatesOptions } from '../../src/isolates/pool.ts';
import { createLog } from '../../src/log.ts';
import { type ProcessGiven, processJob } from './jobs.ts';

export { now, type ProcessGiven, preprocessJob, processJob } from './jobs.ts';

/** A pool of real children for the tests of one file. */
export function openSandbox(options: Partial<IsolatesOptions> = {}): Isolates {
  const isolates = createIsolates({ workers: 1, log: createLog('silent'), ...options });
  afterAll(() => isolates.close());
  return isolates;
}

type OfKind<K extends Outcome['kind']> = Extract<Outcome, { kind: K }>;

/** The outcome, where it is of that kind; else an error that shows what it was. */
export function expectKind<K extends Outcome['kind']>(outcome: Outcome, kind: K): OfKind<K> {
  if (outcome.kind !== kind)
    throw new Error(`Expected ${kind}, got ${JSON.stringify(outcome, null, 2).slice(0, 2_000)}`);
  return outcome as OfKind<K>;
}

/** Runs and expects edits. */
export const edits = async (isolates: Isolates, job: Job) => expectKind(await isolates.run(job), 'edits');
/** Runs and expects a failure. */
export const failure = async (isolates: Isolates, job: Job) => expectKind(await isolates.run(job), 'failed');
/** Runs a script for what it logs. */
export const logged = async (isolates: Isolates, code: string, given: ProcessGiven = {}) =>
  (await edits(isolates, processJob(code, given))).logs.map((line) => line.text);
