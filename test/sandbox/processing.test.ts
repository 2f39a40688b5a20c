import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { parseEdit } from '../../sandbox/contract/edit.ts';
import { edits, failure, logged, openSandbox, processJob } from './sandbox.ts';

const sandbox = openSandbox();

describe('a processing script', () => {
  it('finds the answer, the leads and its parameters in globals', async () => {
    const lines = await logged(
      sandbox,
      `console.log($data, $e2i, $ids, $i2t, $response.status, $response.headers['x-page'], $params.token, $offer, $now, typeof $inid)`,
      { answer: { ok: 1 }, params: { token: 't' }, http: { headers: { 'x-page': '2' } } },
    );
    expect(lines).toEqual([
      '{"ok":1} {"a":1,"b":2} {"1":2,"2":3} {"1":1699996400,"2":1699992800} 200 2 t {"id":7,"name":"Часы"} 1700000000 undefined',
    ]);
  });

  it('finds $inid where the check asks for one lead at a time', async () => {
    const leads = [{ id: 5, extId: 'x', status: 2, createdAt: 1 }] as const;
    expect(await logged(sandbox, 'console.log($inid)', { leads: [...leads], single: true })).toEqual(['5']);
  });

  it('finds no prototype in $e2i, so that an external id of `constructor` is nobody', async () => {
    const outcome = await edits(sandbox, processJob('$core.lead.edit($e2i["constructor"], {accept: 1})'));
    expect(outcome).toMatchObject({ edits: [], unknownIds: [], warnings: [{ code: 'rows_without_lead' }] });
  });

  it('reports what it did with leads: edits, foreign ids, leads it did not name', async () => {
    const code =
      '$core.lead.edit($e2i.b, {status: 5, reason: 6}); $core.lead.edit(77, {accept: 1}); $core.lead.edit("x", {accept: 1})';
    const outcome = await edits(sandbox, processJob(code, { answer: [1, 2, 3] }));
    expect(outcome).toMatchObject({
      rows: 3,
      edits: [{ leadId: 2, edit: { status: 5, reason: 6 } }],
      unknownIds: [77, 'x'],
      missingIds: [1],
      data: null,
    });
  });

  it('edits leads in any order, and one more than once', async () => {
    const leads = [11, 5, 8, 900_000_000_000].map((id) => ({ id, extId: `x${id}`, status: 2, createdAt: 1 }) as const);
    const code = `
      for (const id of [8, 5, 5, 11, 900000000000, 8]) $core.lead.edit(id, { comment: 'for ' + id });
      $core.lead.setstc(5, 'Отменён');
      $core.lead.edit('11', { comment: 'for 11' });`;
    const outcome = await edits(sandbox, processJob(code, { leads }));
    expect(outcome.edits.map(({ leadId, edit }) => [leadId, edit.comment])).toEqual([
      [8, 'for 8'],
      [5, 'for 5'],
      [5, 'for 5'],
      [11, 'for 11'],
      [900_000_000_000, 'for 900000000000'],
      [8, 'for 8'],
      [5, 'Отменён'],
      [11, 'for 11'],
    ]);
    expect(outcome.edits[6]?.recognised).toMatchObject({ text: 'Отменён' });
    expect(outcome.crmStatuses).toEqual([{ leadId: 5, text: 'Отменён' }]);
  });

  it('counts rows whose id is missing instead of listing them', async () => {
    const code = '$core.each($data, (d) => $core.lead.edit($e2i[d.id], {accept: 1}))';
    const outcome = await edits(sandbox, processJob(code, { answer: [{ id: 'a' }, { id: 'q' }, {}, {}] }));
    expect(outcome.unknownIds).toEqual([]);
    expect(outcome.warnings).toEqual([
      { code: 'rows_without_lead', message: '3 rows named no lead of this run', params: { count: 3 } },
    ]);
  });

  it('gives the decoded answer back for a dry run', async () => {
    const outcome = await edits(sandbox, processJob('$data.push(4)', { answer: '[1, 2,\n3]', wantData: true }));
    expect(outcome.data).toBe('[1,2,3]');
  });

  it('counts rows only where the answer is a list', async () => {
    expect((await edits(sandbox, processJob('', { answer: { rows: [1] } }))).rows).toBeNull();
  });

  it('records an edit as it was at the time of the call', async () => {
    const outcome = await edits(sandbox, processJob('const e = {status: 3}; $core.lead.edit(1, e); e.status = 5'));
    expect(outcome.edits).toEqual([{ leadId: 1, edit: { status: 3 } }]);
  });

  it('takes ids as numbers and as the keys of $ids', async () => {
    const outcome = await edits(sandbox, processJob('for (const id in $ids) $core.lead.edit(id, {accept: 1})'));
    expect(outcome.edits.map((edit) => edit.leadId)).toEqual([1, 2]);
  });

  it('marks edits beyond four a lead, and counts the rest', async () => {
    const outcome = await edits(
      sandbox,
      processJob('for (let i = 0; i < 9; i++) $core.lead.edit(1, {comment: "" + i})'),
    );
    expect(outcome.edits.map(({ edit, overLimit }) => [edit.comment, overLimit])).toEqual([
      ['0', undefined],
      ['1', undefined],
      ['2', undefined],
      ['3', undefined],
      ['4', true],
    ]);
    expect(outcome.warnings[0]).toMatchObject({ code: 'edits_over_limit', params: { count: 4 } });
  });

  it('ends normally with what was recorded when a promise never settles', async () => {
    const code = '$core.lead.edit(1, {accept: 1}); new Promise(() => {}).then(() => $core.lead.edit(2, {accept: 1}))';
    expect((await edits(sandbox, processJob(code))).edits).toHaveLength(1);
  });

  it('may be asynchronous as long as nothing has to be waited for', async () => {
    const code = '(async () => { await null; $core.lead.edit(1, {accept: 1}); })()';
    expect((await edits(sandbox, processJob(code))).edits).toHaveLength(1);
  });

  it('may be written in TypeScript', async () => {
    const code = 'interface Row { id: string }\n$core.each($data as Row[], (d: Row) => $core.lead.approve($e2i[d.id]))';
    expect((await edits(sandbox, processJob(code, { language: 'ts', answer: [{ id: 'a' }] }))).edits).toHaveLength(1);
  });
});

describe('$core.each', () => {
  it('goes through lists and objects, and takes null for an empty list', async () => {
    const code = `
      $core.each(['x', 'y'], (row, key) => console.log(row, key));
      $core.each({a: 1, b: 2}, (row, key) => console.log(row, key));
      $core.each(null, () => console.log('never')); $core.each(undefined, () => console.log('never'));`;
    expect(await logged(sandbox, code)).toEqual(['x 0', 'y 1', '1 a', '2 b']);
  });

  it('leaves a row that throws out, logs its line, and goes on', async () => {
    const code = '$core.each($data, (d) => {\n  d.name.trim();\n  $core.lead.edit($e2i[d.id], {accept: 1});\n})';
    const outcome = await edits(sandbox, processJob(code, { answer: [{ id: 'a' }, { id: 'b', name: '' }] }));
    expect(outcome.edits.map((edit) => edit.leadId)).toEqual([2]);
    expect(outcome.logs).toEqual([
      { level: 'error', text: "line 2: TypeError: Cannot read properties of undefined (reading 'trim') (row 1)" },
    ]);
    expect(outcome.warnings).toEqual([
      { code: 'rows_failed', message: '1 row threw an error and was left out', params: { count: 1 } },
    ]);
  });

  it.each([
    ['$core.each("text", () => {})', 'TypeError: $core.each(rows, fn): rows must be a list or an object, not a string'],
    ['$core.each([])', 'TypeError: $core.each(rows, fn): fn must be a function, not undefined'],
  ])('says what is wrong with %s', async (code, error) => {
    expect((await failure(sandbox, processJob(code))).error.params).toEqual({ error });
  });
});

describe('$core.lead', () => {
  it('approves with or without a comment', async () => {
    const outcome = await edits(sandbox, processJob('$core.lead.approve(1); $core.lead.approve(2, "FTD 250")'));
    expect(outcome.edits.map(({ edit }) => edit)).toEqual([{ accept: 1 }, { accept: 1, comment: 'FTD 250' }]);
  });

  it('recognises a status text, and says by which rule', async () => {
    const outcome = await edits(
      sandbox,
      processJob('console.log($core.lead.setstatus(1, "Отменён"), $core.lead.setstatus(2, "Одобрен"))'),
    );
    expect(outcome.logs[0]?.text).toBe('true true');
    expect(outcome.edits).toMatchObject([
      { leadId: 1, edit: { status: 5 }, recognised: { text: 'Отменён' } },
      { leadId: 2, edit: { accept: true }, recognised: { text: 'Одобрен' } },
    ]);
    expect(outcome.edits[0]?.recognised?.rule).toMatch(/./);
    expect(outcome.edits[0]?.edit.comment).toBeUndefined();
    expect(outcome.crmStatuses).toEqual([
      { leadId: 1, text: 'Отменён' },
      { leadId: 2, text: 'Одобрен' },
    ]);
  });

  it('keeps the text as the comment with setstc, also where it cannot tell', async () => {
    const code =
      'console.log($core.lead.setstc(1, "Одобрен"), $core.lead.setstc(2, "Zorglub 9"), $core.lead.setstatus(2, "Zorglub 9"))';
    const outcome = await edits(sandbox, processJob(code));
    expect(outcome.logs[0]?.text).toBe('true false false');
    expect(outcome.edits).toMatchObject([
      { leadId: 1, edit: { accept: true, comment: 'Одобрен' } },
      { leadId: 2, edit: { comment: 'Zorglub 9' } },
    ]);
    expect(outcome.unrecognised).toEqual([{ text: 'Zorglub 9', count: 2 }]);
  });

  it('lets the integration’s own words win over the vocabulary', async () => {
    const lookUps = {
      currencies: {},
      goals: {},
      mappings: [{ text: 'Одобрен', edit: { status: 5, reason: 2 } as const }],
    };
    const outcome = await edits(sandbox, processJob('$core.lead.setstatus(1, " одобрен ")', { lookUps }));
    expect(outcome.edits[0]?.edit).toEqual({ status: 5, reason: 2 });
  });

  it('changes nothing for null and empty texts, but has named the lead', async () => {
    const outcome = await edits(
      sandbox,
      processJob('$core.lead.setstc(1, null); $core.lead.setstc(2, "  "); $core.lead.setstatus(2)'),
    );
    expect(outcome).toMatchObject({ edits: [], missingIds: [], unrecognised: [], crmStatuses: [] });
  });

  it('is charged for the status texts that are kept alone', async () => {
    const code = 'for (let i = 0; i < 1e5; i++) $core.lead.setstatus(1, "Zorglub ".repeat(12) + i)';
    const { crmStatuses } = await edits(sandbox, processJob(code, { limits: { scriptMs: 10_000 } }));
    expect(crmStatuses).toEqual([{ leadId: 1, text: `${'Zorglub '.repeat(12)}99999` }]);
  });

  it('keeps the last status text of a lead', async () => {
    const outcome = await edits(
      sandbox,
      processJob('$core.lead.setstatus(1, "Zorglub 1"); $core.lead.setstatus(1, "Zorglub 2")'),
    );
    expect(outcome.crmStatuses).toEqual([{ leadId: 1, text: 'Zorglub 2' }]);
  });

  it.each([
    ['$core.lead.edit(1, 5)', '$core.lead.edit(id, edit): the edit must be an object, not a number'],
    ['$core.lead.edit(1)', '$core.lead.edit(id, edit): the edit must be an object, not undefined'],
    ['$core.lead.setstc(1, {})', '$core.lead.setstc(id, text): must be given a text, not an object'],
  ])('says what is wrong with %s', async (code, error) => {
    expect((await failure(sandbox, processJob(code))).error.params).toEqual({ error: `TypeError: ${error}` });
  });
});

describe('a number that is none', () => {
  it.each([
    ['base: Number("12,50 USD")', { base: 'NaN' }],
    ['base: 1 / 0', { base: 'Infinity' }],
    ['cash: { pay: parseFloat("x"), wm: -1 / 0 }', { cash: { pay: 'NaN', wm: '-Infinity' } }],
    ['counts: parseInt(""), comment: null', { counts: 'NaN', comment: null }],
  ])('does not pass for one that was not given: %s', async (given, edit) => {
    const outcome = await edits(sandbox, processJob(`$core.lead.edit(1, { accept: 1, ${given} })`));
    expect(outcome.edits).toEqual([{ leadId: 1, edit: { accept: 1, ...edit } }]);
    expect(parseEdit(outcome.edits[0]?.edit)).toMatchObject({ ok: false });
  });

  it('nor does it in PHP', async () => {
    const code = '$core->lead->edit(1, ["accept" => 1, "base" => NAN]);';
    const outcome = await edits(sandbox, processJob(code, { language: 'php' }));
    expect(outcome.edits).toEqual([{ leadId: 1, edit: { accept: 1, base: 'NaN' } }]);
  });
});

describe('$core', () => {
  it('looks currencies and goals up', async () => {
    const code =
      'console.log($core.currency.id("usd"), $core.currency.id("XXX"), $core.goal.bycode(7, "ftd"), $core.goal.bycode($offer.id, "zz"), $core.goal.bycode(1, "ftd"))';
    expect(await logged(sandbox, code)).toEqual(['2 null 31 null null']);
  });

  it('hashes and encodes as CRMs ask for', async () => {
    const code = `
      console.log($core.hash.md5('Привет'));
      console.log($core.hash.sha1('abc'));
      console.log($core.hash.sha256('abc'));
      console.log($core.hash.hmacSha1('what do ya want for nothing?', 'Jefe'));
      console.log($core.hash.hmacSha256('what do ya want for nothing?', 'Jefe'));
      console.log($core.base64.encode('Привет, мир'), $core.base64.decode('0J/RgNC40LLQtdGCLCDQvNC40YA='));
      console.log($core.urlencode("a b&c=d'е~"));
      console.log($core.form({ids: [1, 2], user: {name: 'Ян', vip: true, no: false, none: null}, rows: [{id: 1}, {id: 2}]}));`;
    expect(await logged(sandbox, code)).toEqual([
      createHash('md5').update('Привет').digest('hex'),
      'a9993e364706816aba3e25717850c26c9cd0d89d',
      'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
      'effcdf6ae5eb2fa2d27416d5f184df9c259a7c79',
      '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843',
      '0J/RgNC40LLQtdGCLCDQvNC40YA= Привет, мир',
      'a+b%26c%3Dd%27%D0%B5%7E',
      'ids%5B%5D=1&ids%5B%5D=2&user%5Bname%5D=%D0%AF%D0%BD&user%5Bvip%5D=1&user%5Bno%5D=0&rows%5B0%5D%5Bid%5D=1&rows%5B1%5D%5Bid%5D=2',
    ]);
  });

  it('fails the run with the script’s own words, also from inside a row or a catch', async () => {
    for (const code of [
      '$core.fail("Неверный токен")',
      '$core.each([1], () => $core.fail("Неверный токен"))',
      'try { $core.fail("Неверный токен") } catch { $core.lead.approve(1) }',
    ]) {
      const { error } = await failure(sandbox, processJob(code));
      const message = 'Неверный токен';
      expect(error).toEqual({ step: 'process', code: 'script_failed', message, params: { message } });
    }
  });

  it('skips only while a request is prepared', async () => {
    expect((await failure(sandbox, processJob('$core.skip("later")'))).error.params).toEqual({
      error: 'TypeError: $core.skip() is for preprocessing scripts',
    });
  });

  it('cannot be replaced or changed', async () => {
    const code =
      '$core = null; $core.lead.edit = () => false; $core.lead = 1; console.log($core.lead.edit(1, {accept: 1}))';
    expect(await logged(sandbox, code)).toEqual(['true']);
  });
});

describe('the log', () => {
  it('shows a value that nobody can look at', async () => {
    const code = 'const { proxy, revoke } = Proxy.revocable({}, {}); revoke(); console.log(proxy)';
    expect(await logged(sandbox, code)).toEqual(['[object]']);
  });

  it('shows texts as they are and everything else as JSON', async () => {
    const code =
      'console.log("a", 1, null, undefined, {x: [1]}, [2], () => 1, 10n, Symbol("s"), new TypeError("t")); console.warn("w"); console.error("e"); console.info("i"); console.debug()';
    const outcome = await edits(sandbox, processJob(code));
    expect(outcome.logs).toEqual([
      { level: 'log', text: 'a 1 null undefined {"x":[1]} [2] [function] 10 Symbol(s) TypeError: t' },
      { level: 'warn', text: 'w' },
      { level: 'error', text: 'e' },
      { level: 'log', text: 'i' },
      { level: 'log', text: '' },
    ]);
  });

  it('keeps 1,000 lines and counts the rest', async () => {
    const outcome = await edits(sandbox, processJob('for (let i = 0; i < 1500; i++) console.log(i)'));
    expect([outcome.logs.length, outcome.logs[999]?.text, outcome.logsDropped]).toEqual([1000, '999', 500]);
  });

  it('keeps 64 KiB of UTF-8 and counts the rest', async () => {
    const outcome = await edits(sandbox, processJob('for (let i = 0; i < 10; i++) console.log("ы".repeat(5000))'));
    const bytes = outcome.logs.reduce((sum, line) => sum + Buffer.byteLength(line.text), 0);
    expect([bytes, outcome.logs.length, outcome.logsDropped]).toEqual([65_536, 7, 3]);
  });

  it('is kept when the run fails', async () => {
    const outcome = await failure(sandbox, processJob('console.log("so far"); null.x'));
    expect(outcome.logs).toEqual([{ level: 'log', text: 'so far' }]);
  });
});
