/** One case of fuzzing: something is made from a seed, put through the sandbox, and held against what must be true of it. */
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { parseEdit } from '../../sandbox/contract/edit.ts';
import type { Job, Outcome } from '../../sandbox/contract/job.ts';
import { isStatus, type Status } from '../../sandbox/contract/statuses.ts';
import type { Isolates } from '../../src/isolates/pool.ts';
import { bookedLead, lead, plan, sources } from '../leads/lead.ts';
import { preprocessJob, processJob } from '../sandbox/jobs.ts';
import { makeAnswer } from './answers.ts';
import { makeEdit } from './edits.ts';
import { faultOf, repeats, timeless } from './oracles.ts';
import { createRandom, type Random } from './random.ts';
import { makeScript } from './scripts.ts';

/** What went wrong and with what; null where nothing did. */
export type Fault = { what: string; input: unknown } | null;

/** Counts of how cases ended, to see that they reach everything. */
export type Tally = Map<string, number>;

type Case = (isolates: Isolates, random: Random, tally: Tally) => Promise<Fault>;

const kinds: readonly [string, Case][] = [
  ...Array<[string, Case]>(5).fill(['script', scriptCase]),
  ...Array<[string, Case]>(3).fill(['answer', answerCase]),
  ['edit', editCase],
  ['diagnosis', diagnosisCase],
];

export async function runCase(isolates: Isolates, seed: number, tally: Tally): Promise<Fault> {
  const random = createRandom(seed);
  const [name, run] = random.pick(kinds);
  try {
    const fault = await run(isolates, random, tally);
    return fault === null ? null : { what: `${name}: ${fault.what}`, input: fault.input };
  } catch (error) {
    return { what: `${name}: ${error instanceof Error ? error.stack : String(error)}`, input: null };
  }
}

const count = (tally: Tally, name: string): void => void tally.set(name, (tally.get(name) ?? 0) + 1);
const endOf = (outcome: Outcome): string => (outcome.kind === 'failed' ? outcome.error.code : outcome.kind);

/** Twice the same job: right in itself, and the same. */
async function judge(isolates: Isolates, job: Job, tally: Tally): Promise<Fault> {
  const before = JSON.stringify(job);
  const first = await isolates.run(job);
  count(tally, endOf(first));
  const fault = faultOf(job, first);
  if (fault !== null) return { what: fault, input: { job, first } };
  if (JSON.stringify(job) !== before) return { what: 'the job was changed', input: { job } };
  if (!repeats(first)) return null;
  const second = await isolates.run(job);
  if (repeats(second) && timeless(first) !== timeless(second))
    return { what: 'does not repeat', input: { job, first, second } };
  return null;
}

async function scriptCase(isolates: Isolates, random: Random, tally: Tally): Promise<Fault> {
  const code = makeScript(random);
  const limits = { scriptMs: random.pick([50, 100, 200]), memoryMb: random.pick([8, 16, 64]) };
  const language = random.percent(20) ? 'ts' : 'js';
  const given = { limits, language, seed: random.int(1_000) } as const;
  if (random.percent(20)) return judge(isolates, preprocessJob(code, given), tally);
  const answer = [{ id: 'a', status: 'accept' }, { id: 'b', status: 'Отказ' }, { id: 'c' }, null];
  return judge(
    isolates,
    processJob(code, { ...given, answer, wantData: random.percent(20), single: random.percent(10) }),
    tally,
  );
}

const readAll = `
  const show = (value) => { if (value && typeof value === 'object') for (const key of Object.keys(value)) show(value[key]); };
  show($data);
  $core.each($data, (row, key) => $core.lead.setstc($e2i[row?.id ?? key], row?.status));
  console.log($data);`;

async function answerCase(isolates: Isolates, random: Random, tally: Tally): Promise<Fault> {
  const answer = makeAnswer(random);
  const limits = { scriptMs: 500, memoryMb: random.pick([16, 64]) };
  const job = processJob(random.percent(80) ? readAll : '', { limits, wantData: random.percent(50) });
  const fault = await judge(isolates, { ...job, answer }, tally);
  count(tally, `answer in ${answer.format}`);
  return fault;
}

let bundled: Promise<string> | undefined;

/** The judge of edits as a script: what the sandbox makes of an edit has to be what we make of it. */
function judgeOfEdits(): Promise<string> {
  bundled ??= build({
    entryPoints: [fileURLToPath(new URL('../../sandbox/contract/edit.ts', import.meta.url))],
    bundle: true,
    write: false,
    format: 'iife',
    globalName: 'judge',
  }).then(
    ({ outputFiles }) =>
      `${outputFiles[0]?.text}\n$core.each($data, (edit) => console.log(JSON.stringify(judge.parseEdit(edit))));`,
  );
  return bundled;
}

async function editCase(isolates: Isolates, random: Random, tally: Tally): Promise<Fault> {
  const edits = Array.from({ length: 20 }, () => makeEdit(random));
  const inside = await isolates.run(processJob(await judgeOfEdits(), { answer: edits }));
  for (const [index, edit] of edits.entries()) {
    const parsed = JSON.stringify(parseEdit(edit)).toWellFormed();
    count(tally, `edit ${parsed.startsWith('{"ok":true') ? 'taken' : 'refused'}`);
    if (inside.logs[index]?.text !== parsed)
      return { what: 'is judged otherwise inside', input: { edit, parsed, inside } };
  }
  const source = random.pick(Object.values(sources));
  const status = (1 + random.int(12)) as Status;
  const state = random.percent(40) ? bookedLead(status) : lead({ status, offerId: random.pick([1, 2]) });
  const planned = plan(state, edits.slice(0, 6), source);
  if (planned.edits.length !== 6) return { what: 'not every edit is answered', input: { state, edits, planned } };
  const next = planned.change?.next;
  if (next !== undefined && !isStatus(next.status)) return { what: `status ${next.status}`, input: { state, edits } };
  const booked = planned.change?.ledger.filter(({ kind }) => kind === 'pay').length ?? 0;
  if (booked > 2) return { what: 'pays more than once', input: { state, edits, planned } };
  if (JSON.stringify(plan(state, edits.slice(0, 6), source)) !== JSON.stringify(planned))
    return { what: 'is planned otherwise the second time', input: { state, edits } };
  return null;
}

async function diagnosisCase(isolates: Isolates, random: Random, tally: Tally): Promise<Fault> {
  const code = makeScript(random);
  const language = random.percent(30) ? 'ts' : 'js';
  const stage = random.pick(['process', 'preprocess'] as const);
  const found = await isolates.compile({ language, stage, code });
  const lines = code.split(/\r\n|[\n\r\u2028\u2029]/).length;
  if (found[0]?.message.includes('too long')) return null;
  const stray = found.find(({ line, column, message }) => !(line >= 1 && line <= lines + 1 && column >= 1 && message));
  if (stray !== undefined) return { what: 'points nowhere', input: { code, stray } };
  const broken = found.some(({ severity }) => severity === 'error');
  count(tally, broken ? 'diagnosis: errors' : `diagnosis: ${found.length === 0 ? 'nothing' : 'warnings'}`);
  const job =
    stage === 'process'
      ? processJob(code, { language, limits: { scriptMs: 50 } })
      : preprocessJob(code, { language, limits: { scriptMs: 50 } });
  const outcome = await isolates.run(job);
  if ((endOf(outcome) === 'script_invalid') !== broken)
    return { what: 'compiles here and not there', input: { code, language, found, outcome } };
  return null;
}
