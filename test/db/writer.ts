// A process that writes one row after another into the embedded database and says which are committed, until it is killed.
import { openDatabase } from '../../src/db/connect.ts';
import { createLog } from '../../src/log.ts';

const connection = await openDatabase({ dataDir: process.argv[2] ?? '' }, createLog('silent'));
await connection.sql('create table if not exists written (n int primary key)');
const { rows } = await connection.sql('select coalesce(max(n), 0) as last from written');
for (let n = rows[0].last + 1; ; n++) {
  await connection.sql('insert into written values ($1)', [n]);
  process.send?.(n);
}
