/** Scripts nobody would write: grown from a grammar of what the sandbox has to withstand, and bred from scripts people do write. */
import { readdirSync, readFileSync } from 'node:fs';
import { attacksOnMemory, furtherOnMemory, tooLarge } from '../sandbox/attacks/memory.ts';
import { attacksOnTime, spinning } from '../sandbox/attacks/time.ts';
import { usualScript } from '../world.ts';
import type { Random } from './random.ts';

const demo = new URL('../../src/demo/scripts/', import.meta.url);
/** Scripts to breed from: those of the seed document and the demo, and every attack. */
const parents: readonly string[] = [
  usualScript,
  ...readdirSync(demo).map((file) => readFileSync(new URL(file, demo), 'utf8')),
  ...[...attacksOnTime, ...attacksOnMemory, ...furtherOnMemory, ...tooLarge].map(([, code]) => code),
];

const names =
  '$core $core.lead $core.each $core.lead.edit $data $e2i $ids $i2t $response $params $offer $now $inid $url $fields console globalThis this x y f o Object Array JSON Promise Proxy Reflect Symbol Error Date Math RegExp String Function Iterator Map Object.prototype Array.prototype Error.prototype Function.prototype Promise.prototype String.prototype $data[0]'.split(
    ' ',
  );
const keys =
  'constructor prototype __proto__ length name message stack cause then toJSON toString valueOf status comment accept hold cash id caller arguments prepareStackTrace stackTraceLimit flags lastIndex raw get set value done next return throw 0 1 a'.split(
    ' ',
  );
const symbols =
  'iterator asyncIterator toPrimitive species hasInstance unscopables toStringTag isConcatSpreadable match replace'.split(
    ' ',
  );
const literals =
  '0 -0 1 1.5 -1 NaN Infinity 2**53 1e308 1n 2n**70n null undefined true false "" "x" "a" "\\0" "\\ud800" "__proto__" "2" " 1 " "1e3" [] {} /x/ /(?<a>x)\\1/u `t`'.split(
    ' ',
  );
const editFields = 'accept status reason hold comment base counts curr goal track cash wallet __proto__'.split(' ');

/** Grows code; every branch shortens `depth`. */
function grower(random: Random) {
  const { pick, percent, some, int } = random;
  const expression = (depth: number): string => {
    if (depth <= 0) return percent(50) ? pick(names) : pick(literals);
    const e = (): string => expression(depth - 1);
    return pick([
      () => pick(literals),
      () => pick(names),
      () => `(${e()}).${pick(keys)}`,
      () => `(${e()})?.[${e()}]`,
      () => `(${e()})[Symbol.${pick(symbols)}]`,
      () => `(${e()})(${some(3, e).join(', ')})`,
      () => `new (${e()})(${some(3, e).join(', ')})`,
      () =>
        `((${e()}) ${pick(['+', '-', '*', '**', '==', 'in', 'instanceof', '??', '&&', '||', '<<', '%', ','])} (${e()}))`,
      () => `{ get ${pick(keys)}() { ${statement(depth - 1)} }, ${pick(keys)}: ${e()} }`.replace(/^(.*)$/s, '($1)'),
      () => `{ ${pick(editFields)}: ${e()}, ${pick(editFields)}: ${e()} }`.replace(/^(.*)$/s, '($1)'),
      () => `[${some(4, e).join(', ')}${percent(20) ? `, ...${e()}` : ''}]`,
      () => `((x, y = ${e()}) => ${e()})`,
      () => `(function f() { ${statement(depth - 1)} return ${e()} })`,
      () => `(async () => { await ${e()}; ${statement(depth - 1)} })()`,
      () => `(function* () { yield ${e()}; yield* ${e()} })()`,
      () => `(class extends (${e()}) { static [${e()}] = ${e()} })`,
      () =>
        `new Proxy(${e()}, { ${pick(['get', 'set', 'has', 'ownKeys', 'getPrototypeOf', 'apply', 'getOwnPropertyDescriptor'])}() { return ${e()} } })`,
      () => `$core.lead.edit(${e()}, ${e()})`,
      () => `$core.lead.${pick(['setstc', 'setstatus', 'approve'])}(${e()}, ${e()})`,
      () =>
        `$core.${pick(['each', 'form', 'urlencode', 'hash.md5', 'hash.hmacSha256', 'base64.decode', 'base64.encode', 'currency.id', 'goal.bycode'])}(${e()}, ${e()})`,
      () => `$core.each(${e()}, (row, key) => { ${statement(depth - 1)} })`,
      () => `console.${pick(['log', 'warn', 'error'])}(${e()})`,
      () =>
        `Object.defineProperty(${e()}, ${JSON.stringify(pick(keys))}, { get() { return ${e()} }, configurable: true })`,
      () => `Reflect.${pick(['apply', 'construct', 'get', 'ownKeys', 'set'])}(${e()}, ${e()}, ${e()})`,
      () => `Promise.${pick(['resolve', 'reject', 'all', 'try'])}(${e()})`,
      () => `JSON.${pick(['stringify', 'parse', 'rawJSON'])}(${e()}, ${e()})`,
      () => `Array.${pick(['from', 'of', 'fromAsync'])}(${e()})`,
      () => `${pick(['delete', 'typeof', 'void', '!', '-'])} (${e()})`,
      () => `tag\`\${${e()}}\``.replace('tag', `(${e()})`),
      () => `(${pick(parents).includes('Proxy') && percent(20) ? spinning : e()})`,
    ])();
  };
  const statement = (depth: number): string => {
    if (depth <= 0) return `${expression(1)};`;
    const [e, s] = [(): string => expression(depth), (): string => statement(depth - 1)];
    return pick([
      () => `${e()};`,
      () => `try { ${s()} } catch (x) { ${s()} } finally { ${s()} }`,
      () => `for (const x of ${e()}) { ${s()} }`,
      () => `for (const x in ${e()}) { ${s()} }`,
      () => `for (let i = 0; i < ${int(1_000)}; i++) { ${s()} }`,
      () => `if (${e()}) { ${s()} } else { ${s()} }`,
      () => `throw ${e()};`,
      () => `(${e()}).${pick(keys)} = ${e()};`,
      () => `${pick(names)} = ${e()};`,
      () => `var ${pick(['x', 'y', 'f', 'o'])} = ${e()};`,
      () => `with (${e()}) { ${s()} }`,
      () => `x: { ${s()} break x; }`,
      () => `switch (${e()}) { case ${e()}: ${s()} default: ${s()} }`,
      () => `{ using x = ${e()}; }`,
      () => `Promise.resolve().then(() => { ${s()} });`,
      () => `${pick(['$core.fail', '$core.skip'])}(${e()});`,
      () => 'while (true) { }',
    ])();
  };
  return { expression, statement };
}

/** A parent with parts taken out, doubled, exchanged, or put in from elsewhere. */
function breed(random: Random): string {
  const { int, pick, percent } = random;
  let code = pick(parents);
  const { expression, statement } = grower(random);
  for (let change = 0; change <= int(4); change++) {
    const [from, to] = [int(code.length + 1), int(code.length + 1)].sort((a, b) => a - b) as [number, number];
    const short = Math.min(to, from + 30);
    const words = [...code.matchAll(/[$\w.]+/g)];
    const word = words.length === 0 ? null : pick(words);
    code = pick([
      () => code.slice(0, from) + code.slice(short),
      () => code.slice(0, short) + code.slice(from),
      () => code.slice(0, from) + pick(parents).slice(0, 200) + code.slice(from),
      () => `${code}\n${statement(2)}`,
      () => `${statement(2)}\n${code}`,
      () =>
        word === null
          ? code
          : code.slice(0, word.index) +
            (percent(50) ? pick(names) : expression(1)) +
            code.slice(word.index + word[0].length),
      () =>
        code.slice(0, from) +
        pick(['(', ')', '{', '}', '`', '"', '\\', '/*', '*/', '//', '\0', '\u2028', '<!--', '#', '@', '=>', ';']) +
        code.slice(from),
    ])();
  }
  return code;
}

export function makeScript(random: Random): string {
  if (random.percent(35)) return breed(random);
  const { statement } = grower(random);
  return Array.from({ length: 1 + random.int(5) }, () => statement(1 + random.int(3))).join('\n');
}
