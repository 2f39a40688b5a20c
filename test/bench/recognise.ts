import { createHash } from 'node:crypto';
import type { ProcessJob } from '../../sandbox/contract/job.ts';
import { recognise } from '../../sandbox/recognise/index.ts';
import { createIsolates, type Isolates } from '../../src/isolates/pool.ts';
import { createLog } from '../../src/log.ts';
import { table } from '../recognise/reading.ts';
import { printTable } from './world.ts';

const context = { kind: 'processing', current: 2 } as const;
const texts = table('words.tsv').map(({ text = '' }) => text);
/** What one CRM says of its leads. */
const usual = [
  'Новый',
  'В обработке',
  'Недозвон',
  'Недозвон 2',
  'Перезвонить',
  'Отказ - дорого',
  'Подтверждён',
  'Спам',
];
/** Enough for V8 to have compiled everything. */
const rounds = 300;
const coldRuns = 25;

/** Recognising alone, in this process; then what it adds to the first run of a script in an isolate that has never seen it. */
export async function benchRecognise(): Promise<void> {
  const batch = Array.from({ length: 5_000 }, (_, n) => usual[n % usual.length] ?? '');
  printTable('Recognising a status text, warm', [
    ['texts', 'µs each'],
    ['a batch that repeats itself', perText(() => batch)],
    ['known words, never seen together', perText((round) => texts.map((text, n) => `${text} ${round}${n}`))],
    ['words with a slip, never seen', perText((round) => texts.map((text, n) => slipped(text, round * 7 + n)))],
  ]);
  const isolates = createIsolates({ workers: 1, log: createLog('silent') });
  const [without, one, eight] = [
    await cold(isolates, (id) => `$core.lead.edit(${id}, {status: 3})`),
    await cold(isolates, (id) => `$core.lead.setstatus(${id}, 'Недозвон')`),
    await cold(isolates, (id) => `for (const text of ${JSON.stringify(usual)}) $core.lead.setstatus(${id}, text)`),
  ];
  await isolates.close();
  printTable('What recognising adds to the first run of a cold isolate', [
    ['texts', 'ms'],
    ['one', round(one - without)],
    [`the ${usual.length} of a usual CRM`, round(eight - without)],
  ]);
}

const round = (value: number): number => Math.round(value * 100) / 100;

/** The best of some rounds, each with texts of its own: others work on this machine too. */
function perText(textsOf: (round: number) => string[]): number {
  let best = Number.POSITIVE_INFINITY;
  for (let n = 1; n <= rounds; n++) {
    const these = textsOf(n);
    const began = performance.now();
    for (const text of these) recognise(text, context);
    best = Math.min(best, ((performance.now() - began) * 1_000) / these.length);
  }
  return round(best);
}

/** The text with one letter exchanged for another, a different one each time. */
function slipped(text: string, n: number): string {
  const at = n % text.length;
  return `${text.slice(0, at)}${'xqwzjkv'[n % 7]}${text.slice(at + 1)}`;
}

/** Milliseconds of script time, the median of runs that each have an isolate of their own. */
async function cold(isolates: Isolates, code: (id: number) => string): Promise<number> {
  const times: number[] = [];
  for (let n = 0; n < coldRuns; n++) {
    const outcome = await isolates.run(jobOf(`${code(1)}; // ${n}`));
    if (outcome.kind !== 'edits') throw new Error(`A run ended as ${outcome.kind}`);
    times.push(outcome.scriptMs);
    // The next isolate is made ready meanwhile.
    await new Promise((resolve) => setTimeout(resolve, 40));
  }
  return times.sort((a, b) => a - b)[Math.floor(times.length / 2)] ?? 0;
}

function jobOf(code: string): ProcessJob {
  return {
    stage: 'process',
    script: { key: `adhoc:${createHash('sha256').update(code).digest('hex')}`, language: 'js', code },
    limits: { scriptMs: 1_000, memoryMb: 64 },
    params: {},
    offer: { id: 1, name: '' },
    now: 0,
    seed: 0,
    kind: 'processing',
    answer: {
      body: Buffer.from('[]'),
      status: 200,
      headers: {},
      format: 'json',
      charset: null,
      csv: null,
      emptyOk: false,
    },
    leads: [{ id: 1, extId: 'a', status: 2, createdAt: 0 }],
    single: false,
    lookUps: { currencies: {}, goals: {}, mappings: [] },
    wantData: false,
  };
}
