import { createHash } from 'node:crypto';
import { afterAll } from 'vitest';
import type {
  ActionJob,
  Answer,
  AnswerFormat,
  Job,
  Language,
  Outcome,
  PreprocessJob,
  ProcessJob,
  ScriptLimits,
} from '../../sandbox/contract/job.ts';
import { createIsolates, type Isolates, type IsolatesOptions } from '../../src/isolates/pool.ts';
import { createLog } from '../../src/log.ts';

/** A pool of real children for the tests of one file. */
export function openSandbox(options: Partial<IsolatesOptions> = {}): Isolates {
  const isolates = createIsolates({ workers: 1, log: createLog('silent'), ...options });
  afterAll(() => isolates.close());
  return isolates;
}

/** 2023-11-14 22:13:20 UTC. */
export const now = 1_700_000_000;

interface Common {
  language?: Language;
  limits?: Partial<ScriptLimits>;
  params?: Record<string, string>;
  seed?: number;
}

function common(code: string, { language = 'js', limits, params = {}, seed = 1 }: Common) {
  const hash = createHash('sha256').update(`${language}\n${code}`).digest('hex');
  return {
    script: { key: `adhoc:${hash}`, language, code },
    limits: { scriptMs: 1_000, memoryMb: 64, ...limits },
    params,
    now,
    seed,
  };
}

const offer = { id: 7, name: 'Часы' };

export interface ProcessGiven extends Common, Partial<Omit<ProcessJob, 'answer' | 'limits' | 'params' | 'seed'>> {
  /** An object is sent as JSON. */
  answer?: unknown;
  format?: AnswerFormat;
  http?: Partial<Omit<Answer, 'body' | 'format'>>;
}

/** By default the leads 1 `a` and 2 `b`, both in processing. */
export function processJob(code: string, given: ProcessGiven = {}): ProcessJob {
  const { answer = [], format = 'json', http, language, limits, params, seed, ...rest } = given;
  const body =
    answer instanceof Uint8Array
      ? answer
      : new TextEncoder().encode(typeof answer === 'string' ? answer : JSON.stringify(answer));
  return {
    ...common(code, { ...given }),
    offer,
    stage: 'process',
    kind: 'processing',
    answer: { body, status: 200, headers: {}, format, charset: null, csv: null, emptyOk: false, ...http },
    leads: [
      { id: 1, extId: 'a', status: 2, createdAt: now - 3600 },
      { id: 2, extId: 'b', status: 3, createdAt: now - 7200 },
    ],
    single: false,
    lookUps: { currencies: { USD: 2, RUB: 1 }, goals: { 7: { ftd: 31 } }, mappings: [] },
    wantData: false,
    ...rest,
  };
}

export function preprocessJob(
  code: string,
  given: Common & Partial<Pick<PreprocessJob, 'request' | 'leads' | 'range'>> = {},
): PreprocessJob {
  const { request, leads, range } = given;
  return {
    ...common(code, given),
    offer,
    stage: 'preprocess',
    request: request ?? {
      url: 'https://crm.test/orders?ids={idsl}',
      method: 'POST',
      headers: { accept: '*/*' },
      fields: { ids: [1, 2] },
    },
    leads: leads ?? [
      { id: 1, extId: 'a' },
      { id: 2, extId: 'b' },
    ],
    range: range ?? null,
  };
}

/** A step of a pipeline. */
export function actionJob(code: string, given: Common & Partial<Pick<ActionJob, 'event' | 'steps'>> = {}): ActionJob {
  return { ...common(code, given), stage: 'action', event: given.event ?? {}, steps: given.steps ?? {} };
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
