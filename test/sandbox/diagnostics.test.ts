import { readdirSync, readFileSync } from 'node:fs';
import { Script } from 'node:vm';
import { describe, expect, it, vi } from 'vitest';
import type { Stage } from '../../sandbox/contract/job.ts';
import { maxSourceBytes } from '../../sandbox/contract/limits.ts';
import { unknownNames } from '../../src/isolates/child/syntax/names.ts';
import { compilersAtOnce } from '../../src/isolates/limits.ts';
import { childPids } from './processes.ts';
import { openSandbox } from './sandbox.ts';

const sandbox = openSandbox();

const diagnose = (code: string, language: 'js' | 'ts' = 'js', stage: Stage = 'process') =>
  sandbox.compile({ language, stage, code });

/** `line:column message` of each finding. */
const findings = async (...given: Parameters<typeof diagnose>) =>
  (await diagnose(...given)).map(({ line, column, message }) => `${line}:${column} ${message}`);

/** The same for names alone, without a process for each of so many. */
const names = (code: string, stage: Stage = 'process') => {
  expect(() => new Script(code)).not.toThrow();
  return unknownNames(code, stage).map(({ line, column, message }) => `${line}:${column} ${message}`);
};

describe('errors of syntax', () => {
  it('have line, column and a sentence, with a code and what is in it', async () => {
    expect(await diagnose('const a = 1;\n a b')).toEqual([
      {
        line: 2,
        column: 4,
        message: "Unexpected identifier 'b'",
        severity: 'error',
        code: 'syntax',
        params: { error: "Unexpected identifier 'b'" },
      },
    ]);
  });

  it('are all found, not the first alone', async () => {
    const code = `const a = ;
let b = (1;
$core.each($data, (d) => {
  foo(;
  fine();
  bar(];
});
const c = 1; const c = 2;
return 5;
let z = 1 2;`;
    expect(await findings(code)).toEqual([
      "1:11 Unexpected token ';'",
      "2:11 Unexpected token ';'",
      "4:7 Unexpected token ';'",
      "6:7 Unexpected token ']'",
      "8:20 Identifier 'c' has already been declared",
      '9:1 Illegal return statement',
      '10:11 Unexpected number',
    ]);
  });

  it('are all found in TypeScript', async () => {
    expect(await findings('let a: number = ;\nlet b: = 2;\nenum X { A }\nconst q = 1; const q = 2;', 'ts')).toEqual([
      '1:17 Expression expected',
      expect.stringMatching(/^2:8 Unexpected token `=`/),
      '3:1 TypeScript enum is not supported in strip-only mode',
      "4:20 Identifier 'q' has already been declared",
    ]);
  });

  it.each([
    ['if (a { foo(); }\nlet x = ;', ['1:7', '2:9']],
    ['if (1) {\n', ['2:1']],
    ['$core.each($data, (d) => {\n  if (d.x) {\n    1;\n});', ['4:2']],
    ['let s = "no end;\nlet t = 1;', ['1:9']],
    ['`no end', ['1:8']],
    ['const o = { a: 1, b: , c: };\nfoo();', ['1:22']],
  ])('of one mistake are not told as many: %j', async (code, places) => {
    const found = await diagnose(code);
    expect(found.map(({ line, column }) => `${line}:${column}`)).toEqual(places);
  });

  it.each([
    ['foo(', '1:5'],
    ["// привет\nlet x = 'ж' +", '2:14'],
  ])('are told of in TypeScript where the text breaks off: %j', async (code, place) => {
    const [first] = await diagnose(code, 'ts');
    expect(`${first?.line}:${first?.column}`).toBe(place);
  });

  it('of TypeScript that is too much for its compiler are said in our words', async () => {
    expect(await findings('('.repeat(1e5) + ')'.repeat(1e5), 'ts')).toEqual([
      '1:1 it is too deeply nested or too large to compile',
    ]);
  });

  it.each([
    ['let $data = 1', '1:5 $data is there already, and cannot be declared again'],
    ['1;\n  const { a, $now } = {};', '2:14 $now is there already, and cannot be declared again'],
  ])('are names of ours that are declared again, which no run could begin with: %j', async (code, found) => {
    for (const language of ['js', 'ts'] as const) expect(await findings(code, language)).toEqual([found]);
    expect(await findings('var $data = 1; function f() { let $data = 2; return $data } { const $now = 3; }')).toEqual(
      [],
    );
  });

  it('of names that people bring along say what to use, and names of other stages where these are', async () => {
    const warnings = async (code: string, stage: Stage = 'process') =>
      (await sandbox.compile({ language: 'js', stage, code })).map(({ message }) => message);
    expect(await warnings('Buffer.from("x"); new WeakRef({})')).toEqual([
      '`Buffer` is not known here: use `$core.base64`',
      '`WeakRef` is not known here: it is taken away in the sandbox',
    ]);
    expect(await warnings('$offer.id', 'action')).toEqual([
      '`$offer` is there in preprocessing scripts and processing scripts alone',
    ]);
  });

  it('are told up to twenty of', async () => {
    expect(await diagnose('let a = ;\n'.repeat(50))).toHaveLength(20);
  });

  it.each(['js', 'ts'] as const)('outlive a text made to break the parser of %s', async (language) => {
    for (const deep of [
      '('.repeat(1e5) + ')'.repeat(1e5),
      '() => '.repeat(4e4),
      '{'.repeat(1e5),
      `a${'.b'.repeat(1e5)}`,
    ]) {
      const found = await diagnose(deep, language);
      if (deep.startsWith('{')) expect(found).not.toEqual([]);
      expect(found.every(({ line, column }) => line >= 1 && column >= 1)).toBe(true);
    }
    expect(await diagnose('1', language)).toEqual([]);
  });
});

describe('many texts at once', () => {
  it('are compiled a few at a time, each with its own answer', async () => {
    const before = childPids();
    const seen: number[] = [];
    const looking = setInterval(() => seen.push(childPids().filter((pid) => !before.includes(pid)).length), 20);
    const found = await Promise.all(Array.from({ length: 10 }, (_, line) => findings(`${'\n'.repeat(line)}$dat`)));
    clearInterval(looking);
    expect(found.map(([first]) => first?.split(' ')[0])).toEqual(
      Array.from({ length: 10 }, (_, line) => `${line + 1}:1`),
    );
    // One that is done may still be dying beside each that is at work.
    expect(Math.max(...seen)).toBeGreaterThan(0);
    expect(Math.max(...seen)).toBeLessThanOrEqual(2 * compilersAtOnce);
  });
});

describe('somebody who is writing', () => {
  it('is answered by a process that stands ready, and that no other text has seen', async () => {
    /** One runs scripts, one is ready to compile. */
    const standing = () =>
      vi.waitFor(() => {
        const pids = childPids();
        expect(pids).toHaveLength(2);
        return pids;
      });
    await diagnose('1');
    const before = await standing();
    await diagnose('2');
    const after = await standing();
    expect(after.filter((pid) => before.includes(pid))).toHaveLength(1);
  });
});

describe('names that do not exist', () => {
  it('are warnings with line and column, and with the name that will be meant', async () => {
    expect(await diagnose('const rows = $data;\n$core.led.edit(1, {}); $dat;')).toEqual([
      {
        line: 2,
        column: 7,
        message: '`$core.led` is not known here; did you mean `$core.lead`?',
        severity: 'warning',
        code: 'unknown_name',
        params: { name: '$core.led', near: '$core.lead' },
      },
      {
        line: 2,
        column: 24,
        message: '`$dat` is not known here; did you mean `$data`?',
        severity: 'warning',
        code: 'unknown_name',
        params: { name: '$dat', near: '$data' },
      },
    ]);
  });

  it.each([
    ['$core.lead.edt(1, {})', '1:12 `$core.lead.edt` is not known here; did you mean `$core.lead.edit`?'],
    ['$core?.lead.edt(1, {})', '1:13 `$core.lead.edt` is not known here; did you mean `$core.lead.edit`?'],
    ['$core.hash.md6("x")', '1:12 `$core.hash.md6` is not known here; did you mean `$core.hash.md5`?'],
    ['console.lgo(1)', '1:9 `console.lgo` is not known here; did you mean `console.log`?'],
    ['$offer.nmae', '1:8 `$offer.nmae` is not known here; did you mean `$offer.name`?'],
    ['$response.body', '1:11 `$response.body` is not known here'],
    ['data.length', '1:1 `data` is not known here; did you mean `$data`?'],
    ['Jsno.parse("1")', '1:1 `Jsno` is not known here; did you mean `JSON`?'],
    ['Math.flor(1.5)', '1:6 `Math.flor` is not known here; did you mean `Math.floor`?'],
    ['Object.fromentries([])', '1:8 `Object.fromentries` is not known here; did you mean `Object.fromEntries`?'],
    ['const total = 1; totl + 1', '1:18 `totl` is not known here; did you mean `total`?'],
    ['for (const row of $data) row;\nrow.id', '2:1 `row` is not known here'],
    ['if (1) { let inner = 1 }\ninner', '2:1 `inner` is not known here'],
    ['`${$dat}`', '1:4 `$dat` is not known here; did you mean `$data`?'],
    ['const o = { $dat }', '1:13 `$dat` is not known here; did you mean `$data`?'],
    ['const f = (x = $dat) => x', '1:16 `$dat` is not known here; did you mean `$data`?'],
    ['const { [$dat]: x } = {}', '1:10 `$dat` is not known here; did you mean `$data`?'],
    ['count += 1', '1:1 `count` is not known here'],
    ['arguments[0]', '1:1 `arguments` is not known here'],
    ['fetch("http://x")', '1:1 `fetch` is not known here: a script has no network: the check makes the request'],
    ['require("fs")', '1:1 `require` is not known here: a script cannot load other code'],
    ['new Intl.NumberFormat()', '1:5 `Intl` is not known here: it is taken away in the sandbox'],
  ])('are found: %s', (code, finding) => {
    expect(names(code)).toEqual([finding]);
  });

  it('are found in TypeScript, where they stand', async () => {
    const code =
      'interface Row { id: string; status?: Status }\ntype Status = "a" | "b";\nconst rows = $dat as Row[];\nfunction f<T extends Row>(this: void, row: T): asserts row is T { $core.led; }\nf<Row>(rows[0]!);';
    expect(await findings(code, 'ts')).toEqual([
      '3:14 `$dat` is not known here; did you mean `$data`?',
      '4:73 `$core.led` is not known here; did you mean `$core.lead`?',
    ]);
  });

  it('are those of the wrong stage, too', async () => {
    expect(names('$url = "x"; $idl.length; $core.skip("why")')).toEqual([
      '1:1 `$url` is there in preprocessing scripts alone',
      '1:13 `$idl` is there in preprocessing scripts alone',
      '1:32 `$core.skip` is there in preprocessing scripts alone',
    ]);
    expect(await diagnose('$data; $core.lead.edit(1, {})', 'js', 'preprocess')).toMatchObject([
      { column: 1, code: 'wrong_stage', params: { name: '$data', stage: 'process' } },
      { column: 14, code: 'wrong_stage', params: { name: '$core.lead', stage: 'process' } },
    ]);
  });

  it('are found where they are assigned to and look like ours', () => {
    expect(names('$ulr = "x"; $hedaers = {}', 'preprocess')).toEqual([
      '1:1 `$ulr` is not known here; did you mean `$url`?',
      '1:13 `$hedaers` is not known here; did you mean `$headers`?',
    ]);
  });

  it('are told up to a hundred of', async () => {
    expect(await diagnose('nowhere;'.repeat(500))).toHaveLength(100);
  });
});

describe('nothing is said of', () => {
  it.each([
    ['what the script declares', 'const a = 1; let b; var c; function d() {} class E {} a; b; c; d(); new E();'],
    ['what is declared further down', 'f(); function f() { return later } var later = 1;'],
    ['a var and a function out of their block', 'if (1) { var a = 1; function b() {} } a; b();'],
    ['parameters and patterns', 'const f = (a, { b, c: { d = 1 }, ...e }, [g] = [], ...h) => [a, b, d, e, g, h];'],
    [
      'what is caught, looped over, labelled',
      'try {} catch (e) { e } for (const [k, v] of []) k + v; l: for (;;) break l;',
    ],
    [
      'names of functions and classes inside of them',
      '(function f() { f }); (class C { m() { C; super.m; this.x } });',
    ],
    [
      'what an assignment makes a global',
      'total = 0; total += 1; [p, q] = [1, 2]; ({ r } = {}); p + q + r; for (i of []) i;',
    ],
    ['what globalThis is given', 'globalThis.x = 1; x; this.y = 2; y;'],
    ['anything, where globalThis is handed around', 'Object.assign(globalThis, { helper() {} }); helper();'],
    ['names asked for with typeof', 'if (typeof extra !== "undefined") extra.run(); typeof (other); other;'],
    ['members of anything', '$data.whatever.else; globalThis.x; this.x; $params.token; $e2i.a; $ids[1]; ({}).led;'],
    ['members by text', '$core["led"]; $core[$data.x];'],
    [
      'what all objects have',
      '$core.lead.hasOwnProperty("x"); console.toString(); $core.constructor; $core.lead.edit.call(null, 1, {});',
    ],
    [
      'members that are tried',
      '$core.notify?.("x"); typeof $core.notify; Array.fromAsyncly?.(); Object.groupBy ? 1 : 2; Promise.nope || 1;',
    ],
    ['members that the script makes', 'Math.half = (x) => x / 2; Math.half(4); $response.body = 1; $response.body;'],
    ['names inside of `with`', 'with ($data) { rows; status }'],
    ['our names that the script hides', 'function f($core, console) { $core.led; console.lg }'],
    [
      'labels, keys, properties, private names',
      'const o = { key: 1, get g() { return 1 }, m() {}, [1]: 2 }; class A { #p = 1; static s; has(x) { return #p in x } } o.nope;',
    ],
    ['what every function has', 'function f() { return arguments.length } const o = { m() { return arguments } };'],
    [
      'everything that is ours',
      '$core.each($data, (d) => $core.lead.setstc($e2i[d.id], d.s)); $ids; $i2t; $inid; $now; $response.headers; $offer.id; console.warn(1); $core.fail()',
    ],
    [
      'the language',
      'new Map(); new Set(); JSON.parse("1"); Symbol.iterator; Reflect.ownKeys({}); Promise.resolve(); BigInt(1); Infinity; NaN; undefined; parseInt("1"); Iterator.from([]); Array.fromAsync([]); Map.groupBy([], (x) => x); Promise.try(() => 1); String.raw`x`; Math.sumPrecise?.([1]); Error.captureStackTrace({}); Error.stackTraceLimit = 5; Date.now(); new Proxy({}, {})',
    ],
    [
      'syntax that is new',
      '/[\\p{L}--[a-z]]/v.test("x"); label: { break label } class A { static { A } accessor = 1 }',
    ],
    ['an old comment', '<!-- $dat\n1'],
  ])('%s', (_name, code) => {
    expect(names(code)).toEqual([]);
  });

  it('a whole preprocessing script', async () => {
    const code =
      '$url += "?a=" + $idsl + $idel; $method = "POST"; $headers["x-sign"] = $core.hash.md5($params.key + $now); $fields.ids = $idl; delete $headers.accept; $ide[1]; [$from, $to, $tom, $ffrom, $fto, $ftom, $ufrom, $uto, $utom]; if (!$idl.length) $core.skip("none"); $core.form({}); $core.base64.encode("x"); $core.urlencode("x"); $core.currency.id("USD"); $core.goal.bycode(1, "x")';
    expect(await findings(code, 'js', 'preprocess')).toEqual([]);
  });

  it('the scripts of the demo', () => {
    const directory = new URL('../../src/demo/scripts/', import.meta.url);
    for (const file of readdirSync(directory)) {
      const stage = file.includes('.preprocess.') ? 'preprocess' : 'process';
      expect(names(readFileSync(new URL(file, directory), 'utf8'), stage), file).toEqual([]);
    }
  });

  it('a text that is as large as may be, in good time', async () => {
    const line = 'const row1 = { id: $data.id, s: [1, "text", /re/g] }; $core.lead.edit(row1.id, { accept: 1 });\n';
    const code = `{${line}}`.repeat(Math.floor(maxSourceBytes / (line.length + 2)));
    expect(await findings(code)).toEqual([]);
  });
});
