import { describe, expect, it } from 'vitest';
import { openArena } from './attack.ts';
import { breakouts, oddEdits, oddErrors, oddIds, oddRows, replacements, waysToCode } from './attacks/escape.ts';
import { edits, failure, logged, preprocessJob, processJob } from './sandbox.ts';

const arena = openArena();
const sandbox = arena.isolates;

/** Walks everything that can be reached from the globals: properties, prototypes, getters, and what the runtime's functions give and throw. */
const walk = `
  const seen = new Map();
  const queue = [];
  const visit = (value, path) => {
    if ((typeof value !== 'object' && typeof value !== 'function') || value === null || seen.has(value)) return;
    seen.set(value, path);
    queue.push(value);
  };
  visit(globalThis, 'globalThis');
  for (const fail of [() => null.x, () => $core.each(5), () => $core.lead.edit(1, 5), () => $core.skip(), () => { (function f() { f() })() }, () => JSON.parse('{')]) {
    try { fail() } catch (error) { visit(error, 'thrown by ' + fail) }
  }
  visit((async () => {})(), 'a promise'); visit(function* () {}(), 'a generator'); visit((async function* () {})(), 'an async generator');
  visit((function () { return arguments })(), 'arguments'); visit([][Symbol.iterator](), 'an iterator'); visit(new Map().entries(), 'entries');
  visit('x'.matchAll(/x/g), 'matches'); visit(/x/.exec('x'), 'a match');
  while (queue.length > 0) {
    const object = queue.pop();
    const path = seen.get(object);
    for (let p = Object.getPrototypeOf(object); p !== null; p = Object.getPrototypeOf(p)) visit(p, path + '.__proto__');
    for (const key of Reflect.ownKeys(object)) {
      const descriptor = Object.getOwnPropertyDescriptor(object, key);
      visit(descriptor.get, path + '.get ' + String(key)); visit(descriptor.set, path + '.set ' + String(key)); visit(descriptor.value, path + '.' + String(key));
    }
  }`;

describe('from inside', () => {
  it('the globals are those of the language, and ours', async () => {
    const names = (
      await logged(sandbox, 'console.log(Object.getOwnPropertyNames(globalThis).sort().join(" "))')
    )[0]?.split(' ');
    expect(names).toEqual(
      [
        '$carry $core $data $e2i $i2t $ids $now $offer $page $params $response $token AggregateError Array ArrayBuffer BigInt BigInt64Array BigUint64Array Boolean',
        'DataView Date Error EvalError Float32Array Float64Array Function Infinity Int16Array Int32Array Int8Array Iterator JSON Map Math NaN',
        'Number Object Promise Proxy RangeError ReferenceError Reflect RegExp Set String Symbol SyntaxError TypeError URIError Uint16Array',
        'Uint32Array Uint8Array Uint8ClampedArray WeakMap WeakSet console decodeURI decodeURIComponent encodeURI encodeURIComponent escape',
        'globalThis isFinite isNaN parseFloat parseInt undefined unescape',
      ]
        .join(' ')
        .split(' '),
    );
    expect(await logged(sandbox, 'console.log(Object.getOwnPropertySymbols(globalThis).length)')).toEqual(['0']);
  });

  it('what collects the heap between runs is not among them', async () => {
    for (let run = 0; run < 100; run++) expect(await logged(sandbox, 'console.log(typeof gc)')).toEqual(['undefined']);
  });

  it('no path leads to anything that makes code of text', async () => {
    const code = `${walk}
      let made = 0, refused = 0;
      for (const [value, path] of seen) {
        if (typeof value !== 'function') continue;
        for (const make of [value, value.constructor, value.constructor && value.constructor.constructor]) {
          if (typeof make !== 'function') continue;
          for (const attempt of [() => make('return 6 * 7')(), () => Reflect.construct(make, ['return 6 * 7'])(), () => make.call(null, 'made = 42; 6 * 7')]) {
            let got;
            try { got = attempt() } catch { refused++ }
            if (got === 42) { made++; console.log(path) }
          }
        }
      }
      console.log(seen.size, 'made', made, 'refused', refused);`;
    // On its way it also calls `$core.fail`, which ends the run after it.
    const { logs } = await sandbox.run(processJob(code, { limits: { scriptMs: 10_000 } }));
    expect(logs.at(-1)?.text).toMatch(/^[5-9]\d\d made 0 refused \d{4}$/);
  });

  it.each(waysToCode)('%s is not there', async (name, code) => {
    if (name === 'callee.caller') expect((await edits(sandbox, processJob(code))).logs[0]?.text).toMatch(/TypeError/);
    else expect(await arena.endOf(processJob(code))).toBe('script_threw');
  });

  it('import() finds nothing', async () => {
    expect(await arena.endOf(processJob("import('node:fs').then((fs) => console.log(fs))"))).toBe('script_threw');
    expect(await arena.endOf(processJob("import fs from 'node:fs'"))).toBe('script_invalid');
  });

  it('functions that call back do not know ours', async () => {
    const code = `
      function f() { return f.caller }
      $core.each([1], () => console.log(f()));
      $core.each([1], function () { console.log(f() === f) });
      for (const name of ['caller', 'arguments']) try { console.log($core.each[name]) } catch (error) { console.log(error.name) }`;
    // The first caller is the script's own arrow function, the second the function that is asked.
    expect(await logged(sandbox, code)).toEqual(['[function]', 'false', 'TypeError', 'TypeError']);
  });

  it('stacks hold the script’s frames alone, and call sites are never given away', async () => {
    const code = `
      let sites = null;
      Error.prepareStackTrace = (error, callSites) => { sites = callSites; return 'mine' };
      Object.defineProperty(Error.prototype, 'prepareStackTrace', { value: (error, callSites) => { sites = callSites } });
      const stacks = [];
      function named() { stacks.push(new Error('x').stack) }
      $core.each([1], named);
      try { $core.each(5) } catch (error) { stacks.push(error.stack) }
      const o = {}; Error.captureStackTrace(o); stacks.push(o.stack);
      console.log(stacks.join('|'), sites);`;
    const [text = ''] = await logged(sandbox, code);
    expect(text).toMatch(/^Error: x\n {4}at named \(6:38\)\n {4}at 7:13\|TypeError: \$core\.each[^\n]*\n {4}at 8:19\|/);
    expect(text).not.toMatch(/sverka|runtime|\.ts|node:|isolated|file:|oneRow/);
    expect(text).toMatch(/null$/);
  });

  it('a stack named by a symbol, a function or an object goes nowhere', async () => {
    for (const code of [
      'const e = new Error("x"); e.stack = Symbol("s"); throw e',
      'const e = new Error("x"); e.stack = () => 1; throw e',
      'const e = new Error("x"); e.name = Symbol("s"); throw e',
      'const e = new Error("x"); e.message = { a: 1 }; throw e',
      'const e = new Error("x", { cause: new Error("y", { cause: globalThis }) }); e.cause.cause = e; throw e',
      'throw null',
      'throw undefined',
      'throw Symbol("s")',
      'throw 10n',
      'throw () => 1',
      'throw globalThis',
      'throw $core',
      'throw Object.create(null)',
      'throw new AggregateError([new Error("x")], "all")',
      'throw { message: "m", stack: "at /etc/passwd:1:1" }',
    ]) {
      const { error } = await failure(sandbox, processJob(code));
      expect(error.code, code).toBe('script_threw');
      expect(error.message, code).not.toMatch(/isolated|node:|\.ts/);
    }
  });
});

describe('what the language keeps behind the scenes', () => {
  it('shows nothing of ours in the statics of RegExp', async () => {
    const code = 'console.log(JSON.stringify([RegExp.input, RegExp.lastMatch, RegExp.$1, RegExp["$`"]]))';
    const given = { params: { token: 'secret' }, answer: '<br>{"a": 1}' };
    const [text = ''] = await logged(sandbox, code, given);
    expect(JSON.parse(text).join('')).not.toMatch(/secret|sverka|lead/);
    const used = `$core.lead.setstc(1, 'x'); $core.form({ a: 1 }); $core.base64.decode('eA=='); ${code}`;
    expect((await logged(sandbox, used, given))[0]).not.toMatch(/secret|sverka/);
  });

  it.each(oddErrors)('%s ends in script_threw', async (_name, code) => {
    const outcome = await arena.attack(processJob(code));
    expect(outcome).toMatchObject({ kind: 'failed', error: { code: 'script_threw' } });
    expect(JSON.stringify(outcome)).not.toMatch(/isolated-vm|node:|\.ts\b|file:|sverka/);
  });

  it.each(replacements)('%s changes nothing of what is recorded', async (_name, code) => {
    const outcome = await arena.attack(
      processJob(`${code}; $core.lead.edit(1, { status: 5, comment: 'mine' }); console.log('said')`),
    );
    expect(outcome).toMatchObject({
      kind: 'edits',
      edits: [{ leadId: 1, edit: { status: 5, comment: 'mine' } }],
      missingIds: [2],
    });
    expect(outcome.logs).toEqual([{ level: 'log', text: 'said' }]);
  });

  it('takes nothing of the script for a module of its own', async () => {
    const code = `Object.defineProperty(Object.prototype, './hashes.ts', { value: { hashes: { md5: () => 'forged' } } });
      console.log($core.hash.md5('a'))`;
    expect(await logged(sandbox, code)).toEqual(['0cc175b9c0f1b6a831c399e269772661']);
  });

  it.each(oddRows)('$core.each goes through %s as a list or an object', async (_name, rows, count) => {
    expect(await logged(sandbox, `let n = 0; $core.each(${rows}, () => n++); console.log(n)`)).toEqual([`${count}`]);
  });

  it('is never reached by a row that is a Proxy', async () => {
    const code = `
      const row = new Proxy({}, { get: (_, key) => key === 'id' ? 'a' : key === 'status' ? 'Одобрен' : undefined });
      $core.each([row], (d) => $core.lead.setstc($e2i[d.id], d.status));`;
    expect(await edits(sandbox, processJob(code))).toMatchObject({
      edits: [{ leadId: 1, edit: { accept: true, comment: 'Одобрен' } }],
    });
  });
});

describe('what a script replaces before the runtime uses it', () => {
  const patches = `
    const evil = () => 'forged';
    JSON.stringify = JSON.parse = evil;
    for (const prototype of [Array.prototype, String.prototype, Number.prototype, Object.prototype, Map.prototype, RegExp.prototype, Promise.prototype, Function.prototype, Date.prototype, WeakMap.prototype]) {
      for (const name of Object.getOwnPropertyNames(prototype)) {
        try { if (name !== 'constructor' && typeof prototype[name] === 'function') prototype[name] = evil } catch {}
      }
    }
    for (const index of [0, 1, 2, 3]) Object.prototype[index] = 'forged';
    Object.keys = Object.create = Object.defineProperty = Array.isArray = Reflect.apply = Number.isSafeInteger = String = Number = Array = Object = evil;`;

  it('does not reach the edits', async () => {
    const code = `const record = $core.lead.edit; ${patches} $core.lead.edit(1, {status: 5}); record('2', {comment: 'c'}); $core.lead.edit(9, {});`;
    const outcome = await edits(sandbox, processJob(code));
    expect(outcome).toMatchObject({
      edits: [
        { leadId: 1, edit: { status: 5 } },
        { leadId: 2, edit: { comment: 'c' } },
      ],
      unknownIds: [9],
      missingIds: [],
    });
  });

  it('does not reach the rows, the log or the errors', async () => {
    const code = `${patches} $core.each([{ id: 'a' }], (row) => { console.log(row.id); $core.lead.edit($e2i[row.id], { accept: 1 }); null.x })`;
    const outcome = await edits(sandbox, processJob(code));
    expect(outcome.edits).toHaveLength(1);
    expect(outcome.logs.map((line) => line.text)).toEqual([
      'a',
      expect.stringMatching(/^line 10: TypeError: .* \(row 1\)$/),
    ]);
  });

  it('does not reach a request, beyond what the script may put there anyway', async () => {
    const outcome = await sandbox.run(preprocessJob(`${patches} $url = 'https://crm.test/x'`));
    expect(outcome).toMatchObject({
      kind: 'request',
      request: { url: 'https://crm.test/x', method: 'POST', fields: { ids: [1, 2] } },
    });
  });

  it('does not reach the next run', async () => {
    const code = `console.log(typeof leaked, JSON.stringify([1]), [1, 2].map((x) => x + 1)); leaked = 1; if ($params.hostile) { ${patches} }`;
    await sandbox.run(processJob(code, { params: { hostile: '1' } }));
    expect(await logged(sandbox, code)).toEqual(['undefined [1] [2,3]']);
    expect(await logged(sandbox, code)).toEqual(['undefined [1] [2,3]']);
  });

  it('cannot put a setter between the runtime and its own lists', async () => {
    const code = `
      const stolen = [];
      for (const name of ['0', '1', 'leadId', 'edit', 'kind', 'status', 'id', 'text'])
        Object.defineProperty(Object.prototype, name, { set(value) { stolen.push(name) }, get() { stolen.push(name) }, configurable: true });
      $core.lead.edit(1, {accept: 1}); $core.lead.edit(2, {status: 5}); console.log('x');
      console.log(stolen.length);`;
    const outcome = await edits(sandbox, processJob(code));
    expect(outcome.edits).toHaveLength(2);
    expect(outcome.logs.at(-1)?.text).toBe('0');
  });

  it.each([
    ['undo a failure', '5}],"end":{"kind":"done"},"x":[{'],
    ['forge an error without a place', '5}],"end":{"kind":"threw","text":"t","line":1,"column":null},"x":[{'],
    ['give more edits than a lead may get', `5},${'0,0,{"comment":"x"},'.repeat(9)}0,0,{"comment":"y"`],
    ['give warnings without end', `5}],"warnings":[${'{"code":"a","message":"b"},'.repeat(5e3)}{}],"x":[{`],
  ])('cannot %s by writing into the text of its result', async (_what, payload) => {
    const code = `
      Object.defineProperty(Map.prototype, 'size', { get: () => 1 });
      Map.prototype.get = () => ({ status: ${JSON.stringify(payload)} });
      $core.lead.setstatus(1, 'zzz');
      try { $core.fail('mine') } catch {}`;
    const outcome = await failure(sandbox, processJob(code));
    expect(outcome.error).toMatchObject({ code: 'script_failed', message: 'mine' });
    expect(outcome.findings?.edits.length).toBeLessThanOrEqual(1);
    expect(outcome.warnings).toEqual([]);
  });

  it('cannot make a failure of the run undone', async () => {
    const code =
      'Object.prototype.kind = "done"; Object.defineProperty(Object.prototype, "message", { get: () => "forged" }); try { $core.fail("mine") } catch {}';
    expect((await failure(sandbox, processJob(code))).error).toMatchObject({ code: 'script_failed', message: 'mine' });
  });
});

describe('a script is no part of any other text', () => {
  it.each(breakouts)('%j', async (code, end) => {
    expect(await arena.endOf(processJob(code, { limits: { scriptMs: 200 } }))).toBe(end);
  });

  it('and cannot choose the name under which its errors are found', async () => {
    const { error } = await failure(sandbox, processJob('1;\n  null.x;\n//# sourceURL=sverka'));
    expect(error).toMatchObject({ line: 2, column: 8 });
  });
});

describe('odd arguments', () => {
  it.each(oddIds)('%s is no lead', async (_name, id) => {
    const outcome = await edits(sandbox, processJob(`$core.lead.edit(${id}, { accept: 1 })`));
    expect(outcome.edits).toEqual([]);
    expect(outcome.unknownIds).toHaveLength(1);
    expect(String(outcome.unknownIds[0]).length).toBeLessThanOrEqual(64);
  });

  it.each(oddEdits)('the edit %s is plain data or refused', async (edit, text) => {
    const outcome = await arena.attack(processJob(`$core.lead.edit(1, ${edit})`));
    if (text === null) expect(outcome).toMatchObject({ kind: 'failed', error: { code: 'script_threw' } });
    else expect(JSON.stringify(outcome.kind === 'edits' && outcome.edits[0]?.edit)).toBe(text);
  });
});

arena.provesHarmless();
