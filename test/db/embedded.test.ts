import fs, { rmSync } from 'node:fs';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { type Connection, openDatabase } from '../../src/db/connect.ts';
import { DataDirLocked } from '../../src/db/lock.ts';
import { upkeep } from '../../src/db/upkeep.ts';
import { createLog } from '../../src/log.ts';
import { makeDataDir } from '../databases.ts';

const log = createLog('silent');
let dataDir: string;
let connection: Connection;
beforeAll(async () => {
  dataDir = await makeDataDir();
  connection = await openDatabase({ dataDir }, log);
  await connection.sql('create table marks (n int, text text)');
});
afterAll(async () => {
  await connection.close();
  rmSync(dataDir, { recursive: true });
});

test('the embedded database has one owner', async () => {
  await expect(openDatabase({ dataDir }, log)).rejects.toThrow(DataDirLocked);
});

test('a commit is on the disk, not only with the operating system', async () => {
  const sync = vi.spyOn(fs, 'fdatasyncSync');
  await connection.sql('insert into marks values (1)');
  expect(sync).toHaveBeenCalled();
  sync.mockClear();
  await connection.sql('select * from marks');
  expect(sync).not.toHaveBeenCalled();
  sync.mockRestore();
});

test('what was written is there after it is closed and opened again', async () => {
  await connection.close();
  connection = await openDatabase({ dataDir }, log);
  expect((await connection.sql('select n from marks')).rows).toEqual([{ n: 1 }]);
});

test('upkeep vacuums and analyses the tables that changed much, and no others', async () => {
  await connection.sql('create table still (n int)');
  await connection.sql(`insert into marks select n, repeat('x', 200) from generate_series(1, 5000) n`);
  await connection.sql('update marks set n = n + 1');
  expect(await upkeep(connection)).toContain('public.marks');
  const size = async () => (await connection.sql(`select pg_relation_size('marks') as bytes`)).rows[0].bytes;
  const before = await size();
  await connection.sql('update marks set n = n + 1');
  // The room of the dead rows was used again.
  expect(await size()).toBeLessThan(before * 1.1);
  expect(await upkeep(connection)).not.toContain('public.still');
});

test('upkeep holds up nobody for good: queries made meanwhile are answered', async () => {
  await connection.sql('update marks set n = n + 1');
  const [, { rows }] = await Promise.all([upkeep(connection), connection.sql('select count(*) as n from marks')]);
  expect(rows).toEqual([{ n: 5001 }]);
});
