import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { readCase } from '../../src/library/case-schema.ts';

const root = join(import.meta.dirname, '../..');
let copy: string;
const caseFile = (name: string) => join(copy, 'scripts/mountainspay/cases', name);

beforeAll(() => {
  copy = mkdtempSync(join(tmpdir(), 'sverka-try-'));
  for (const part of ['package.json', 'src', 'sandbox', 'scripts/library.ts', 'scripts/try.ts', 'scripts/show.ts']) {
    cpSync(join(root, part), join(copy, part), { recursive: true });
  }
  for (const crm of ['mountainspay', 'kma']) {
    cpSync(join(root, 'scripts', crm), join(copy, 'scripts', crm), { recursive: true });
  }
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'));
});
afterAll(() => rmSync(copy, { recursive: true, force: true }));

/** Runs a program in the copy. */
const execute = (file: string, ...words: string[]): Promise<{ code: number; text: string }> =>
  new Promise((resolve) => {
    execFile(file, words, { cwd: copy }, (error, out, err) => {
      const code = typeof error?.code === 'number' ? error.code : error ? -1 : 0;
      resolve({ code, text: out + err });
    });
  });

/** `npm run try -- …` */
const run = (...words: string[]) => execute(process.execPath, '--no-node-snapshot', 'scripts/try.ts', ...words);

it('shows what every case of a CRM does, what differs from it, and what is not written down yet, and ends with 1', async () => {
  const { exchanges, edits, ...rest } = JSON.parse(readFileSync(caseFile('delivery.json'), 'utf8'));
  const [{ request, answer }] = exchanges;
  const wrongUrl = { ...request, url: 'http://mountainspay.com/' };
  const wrongEdits = [{ ...edits[0], status: 9 }, edits[1], edits[2]];
  writeFileSync(
    caseFile('wrong.json'),
    JSON.stringify({ ...rest, exchanges: [{ request: wrongUrl, answer }], edits: wrongEdits }),
  );
  writeFileSync(caseFile('new.json'), JSON.stringify({ ...rest, exchanges: [{ answer }], edits }));

  const { code, text } = await run('mountainspay');

  expect(code).toBe(1);
  expect(text).toContain('── mountainspay normal:');
  expect(text).toContain(
    'GET http://mountainspay.com/api/v1/get-orders-status?api_key=test-api_key&order_ids=1,2,3,4,5,6',
  );
  expect(text).toContain('5     5       2    {"status":5,"reason":7}');
  expect(text).toContain('not recognised: 42');
  expect(text).toContain('DIFFERS request 1, url: expected "http://mountainspay.com/", found "http');
  expect(text).toContain(
    'DIFFERS edit 1: expected {"lead":1,"accept":true,"status":9}, found {"lead":1,"accept":true,"status":8}',
  );
  expect(text).toContain('DIFFERS edit 4: expected none, found {"lead":4,"status":11}');
  expect(text).toContain('to be written into the case: "request": {"method":"GET","url":"http://mountainspay.com/api');
  expect(text.match(/^as expected$/gm)).toHaveLength(4);
});

it('runs one case alone, however many requests it has, and ends with 0', async () => {
  const { code, text } = await run('kma', 'normal');
  expect(code).toBe(0);
  expect(text).toContain('GET https://api.kma.biz/?method=auth');
  expect(text).toContain('method=getstatuses&authid=12&authhash=ab34');
  expect(text.match(/^as expected$/gm)).toHaveLength(1);
});

it('runs the scripts in PHP where they are asked for', async () => {
  writeFileSync(join(copy, 'scripts/kma/process.php'), "<?php $core->fail('from PHP');");
  const { code, text } = await run('kma', 'normal', '--php');
  expect(code).toBe(1);
  expect(text).toContain('failed in process: from PHP');
  rmSync(join(copy, 'scripts/kma/process.php'));
  expect(await run('kma', '--php')).toEqual({
    code: 1,
    text: 'try: kma has no scripts in php: put process.php beside process.js\n',
  });
});

it('lists CRMs and cases, and helps with names that are not there', async () => {
  const { code, text } = await run();
  expect(code).toBe(0);
  expect(text).toContain('kma                     KMA.biz\n                        error, normal, unknown-id');
  expect(await run('mountainspy')).toEqual({
    code: 1,
    text: 'try: there is no scripts/mountainspy: did you mean mountainspay?\n',
  });
  expect(await run('kma', 'nrmal')).toEqual({
    code: 1,
    text: 'try: kma has no case "nrmal"; it has error, normal, unknown-id\n',
  });
});

it('does what the guide says, in both languages', async () => {
  const [en, ru] = ['README.md', 'README.ru.md'].map((file) => readFileSync(join(root, 'scripts', file), 'utf8'));
  const commands = [...(en ?? '').matchAll(/```sh\n(.*?)```/gs)].map(([, text]) => text ?? '');
  const [shown = ''] = /(?<=```\n)── .*?(?=```)/s.exec(en ?? '') ?? [];
  expect([...(ru ?? '').matchAll(/```sh\n(.*?)```/gs)].map(([, text]) => text)).toEqual(commands);
  expect(ru).toContain(shown);

  const [write = '', compare = '', errors = ''] = commands;
  const first = await execute('bash', '-ec', write);
  expect(first).toMatchObject({ code: 0, text: expect.stringContaining(shown) });
  const second = await execute(
    'bash',
    '-ec',
    `${compare}${errors.replace(/^npx vitest.*$/m, 'npm run try -- romashka')}`,
  );
  expect(second.code).toBe(0);
  expect(second.text.match(/^as expected$/gm)).toHaveLength(3);
  expect(second.text).not.toContain('to be written into the case');
});

it('names file and field of a case that is none', () => {
  const refused = (value: unknown) => () =>
    readCase(typeof value === 'string' ? value : JSON.stringify(value), 'x.json');
  const right = { about: 'x', check: 'processing', leads: [{ id: 1 }], exchanges: [{ answer: {} }], edits: [] };
  expect(refused(right)).not.toThrow();
  expect(refused('{"about": ')).toThrow(/^x\.json is not JSON: /);
  expect(refused({ ...right, exchange: [] })).toThrow(/x\.json:[^]*"exchange"/);
  expect(refused({ ...right, leads: [{ id: 1, status: 13 }] })).toThrow(
    /must be a status from 1 to 12[^]*leads\[0\]\.status/,
  );
  expect(refused({ ...right, edits: [{ status: 5 }] })).toThrow(/edits\[0\]\.lead/);
  expect(refused({ ...right, check: 'range' })).toThrow('x.json: range (from, to) goes with the check range');
});
