/**
 * Writes what is read out of some two hundred thousand texts, one a line, so that two states of the code can be compared:
 * `node test/recognise/record.ts > before.tsv`. The texts are the tables' own, with slips, with others beside them, and words of
 * the vocabularies put together by chance (the same chance every time).
 */
import { pathToFileURL } from 'node:url';
import { table } from './reading.ts';

const module = process.argv[2] ?? 'sandbox/recognise/index.ts';
const { recognise } = (await import(pathToFileURL(module).href)) as typeof import('../../sandbox/recognise/index.ts');
const { vocabularies } = (await import(
  pathToFileURL(module.replace('index.ts', 'words/index.ts')).href
)) as typeof import('../../sandbox/recognise/words/index.ts');

let state = 1;
/** Mulberry32. */
function chance(below: number): number {
  state = (state + 0x6d2b79f5) | 0;
  let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
  mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
  return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
}
const oneOf = (list: readonly string[]): string => list[chance(list.length)] ?? '';

const { latin, cyrillic, thai } = vocabularies();
const words = (latin + cyrillic + thai)
  .split('\n')
  .flatMap((line) => line.split(' ').slice(1))
  .map((entry) => entry.replace(/:\w+$|[!^]$/g, '').replaceAll('_', ' '));
const seen = [...table('words.tsv'), ...table('forms.tsv')].map(({ text = '' }) => text);
const joints = [' ', ' - ', ', ', ': ', ' (', '_', '-', '. ', '/', '', ' & '];
const letters = [...'aeionrstdabcxyzаеионрстлвмкü0?'];

function* texts(): Generator<string> {
  yield* seen;
  yield* words;
  for (const text of seen) {
    yield text.toUpperCase();
    for (let at = 0; at < text.length; at++) {
      const [before, after] = [text.slice(0, at), text.slice(at + 1)];
      yield before + after;
      yield before + after.charAt(0) + text.charAt(at) + after.slice(1);
      yield before + oneOf(letters) + after;
      yield before + oneOf(letters) + text.slice(at);
    }
    for (let n = 0; n < 10; n++) yield text + oneOf(joints) + oneOf(seen);
  }
  for (let n = 0; n < 60_000; n++) yield oneOf(words) + oneOf(joints) + oneOf(words);
  for (let n = 0; n < 40_000; n++) yield oneOf(words) + oneOf(joints) + oneOf(words) + oneOf(joints) + oneOf(words);
  for (let n = 0; n < 20_000; n++) {
    const word = oneOf(words);
    const at = chance(word.length + 1);
    yield word.slice(0, at) + oneOf(letters) + word.slice(at + chance(2));
  }
}

const contexts = [
  { kind: 'processing', current: 2 },
  { kind: 'accepted', current: 7 },
] as const;
let lines: string[] = [];
for (const text of texts()) {
  const answers = contexts.map((context) => {
    const answer = recognise(text, context);
    return answer.kind === 'recognised'
      ? `${JSON.stringify(answer.edit)} ${answer.rule} «${answer.word}»`
      : answer.kind;
  });
  lines.push([JSON.stringify(text), ...answers].join('\t'));
  if (lines.length < 10_000) continue;
  process.stdout.write(`${lines.join('\n')}\n`);
  lines = [];
}
process.stdout.write(`${lines.join('\n')}\n`);
