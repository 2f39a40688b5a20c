/**
 * A run of our own in the first isolate. V8 compiles a function when it is first called: what the first run of a script would
 * wait for, the recogniser above all, is there already, and goes compiled into every isolate after it.
 */
import type ivm from 'isolated-vm';
import type { ProcessJobText, RareText } from '../../../sandbox/job-text.ts';
import type { Room } from './rooms.ts';

/** Texts that are known, known by a stem, negated, and not known at all. */
const script = `for (const text of ['отказ', 'Подтверждён, call back', 'not confirmed', 'qwertyu'])
  $core.lead.setstc($e2i.a, text);`;

const job: ProcessJobText = [
  'process',
  [0, 0, {}, { id: 1, name: '' }, null],
  'processing',
  [[1], ['a'], [2], null],
  [false, 1, null],
];

const rare: RareText = { currencies: {}, goals: {}, mappings: [], created: [0], response: null };

export function rehearse(isolate: ivm.Isolate, { context, command, log, release }: Room): void {
  command.applySync(undefined, [JSON.stringify(job), JSON.stringify(rare), '[]', false, log, null, null]);
  isolate.compileScriptSync(script).runSync(context, { reference: true }).release();
  command.applySync(undefined, [null]);
  release();
}
