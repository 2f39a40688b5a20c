import { createHash } from 'node:crypto';
import type {
  ActionJob,
  Answer,
  AnswerFormat,
  Language,
  PreprocessJob,
  ProcessJob,
  ScriptLimits,
} from '../../sandbox/contract/job.ts';

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
const lookUps = { currencies: { USD: 2, RUB: 1 }, goals: { 7: { ftd: 31 } } };

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
    lookUps: { ...lookUps, mappings: [] },
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
    lookUps,
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
