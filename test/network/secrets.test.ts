import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkSecretsKey, createSecretBox, openSecretBox, SecretsUnreadable } from '../../src/network/secrets.ts';
import { openTestDatabase, type TestDatabase } from '../databases.ts';

const box = createSecretBox('ab'.repeat(32));
const other = createSecretBox('cd'.repeat(32));

describe('a secret box', () => {
  it('opens what it sealed, and shows nothing of it', () => {
    const sealed = box.seal({ token: 'пароль', empty: '' });
    expect(box.open(sealed)).toEqual({ token: 'пароль', empty: '' });
    expect(Buffer.from(sealed).includes('token')).toBe(false);
    expect(box.seal({ a: '1' })).not.toEqual(box.seal({ a: '1' }));
  });

  it('names both keys when another one sealed', () => {
    expect(() => other.open(box.seal({ a: '1' }))).toThrow(
      /encrypted with the key [\da-f]{8}, the one in use is [\da-f]{8}/,
    );
  });

  it.each([0, 1, 6, 20, 35])('refuses what was changed at byte %i', (at) => {
    const sealed = Buffer.from(box.seal({ token: 'x' }));
    sealed[at] = (sealed[at] ?? 0) ^ 1;
    expect(() => box.open(sealed)).toThrow(SecretsUnreadable);
  });

  it.each([0, 3, 10, 32])('refuses the first %i bytes alone', (length) => {
    expect(() => box.open(Buffer.from(box.seal({ token: 'x' })).subarray(0, length))).toThrow(SecretsUnreadable);
  });
});

describe('the key', () => {
  const directory = mkdtempSync(join(tmpdir(), 'sverka-key-'));
  afterAll(() => rmSync(directory, { recursive: true }));

  it('is made once, for its owner alone, where none is given', () => {
    const dataDir = join(directory, 'data');
    const sealed = openSecretBox({ dataDir }).seal({ a: '1' });
    const file = join(dataDir, 'secrets.key');
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(readFileSync(file, 'utf8')).toMatch(/^[\da-f]{64}\n$/);
    expect(openSecretBox({ dataDir }).open(sealed)).toEqual({ a: '1' });
  });

  it('that is given is used as it is', () => {
    expect(openSecretBox({ dataDir: directory, secretsKey: 'ab'.repeat(32) }).open(box.seal({ a: '1' }))).toEqual({
      a: '1',
    });
  });
});

describe('at the start', () => {
  let connection: TestDatabase;
  beforeAll(async () => {
    connection = await openTestDatabase('pglite');
  });
  afterAll(() => connection.close());

  it('a key that does not open what is stored is told at once', async () => {
    await expect(checkSecretsKey(connection.db, other)).resolves.toBeUndefined();
    await connection.db
      .insertInto('integrations')
      .values({
        name: 'CRM',
        timezone: 'UTC',
        params: '{}',
        secrets: box.seal({ token: 'x' }),
        max_concurrent: 2,
        allowed_hosts: [],
        paused: false,
        created_at: new Date(),
        updated_at: new Date(),
      })
      .execute();
    await expect(checkSecretsKey(connection.db, box)).resolves.toBeUndefined();
    await expect(checkSecretsKey(connection.db, other)).rejects.toThrow(
      /stored secrets of integration 1 do not open: .* Start with the SECRETS_KEY/,
    );
    await connection.sql('delete from integrations');
  });

  it.each([
    [
      'of source 1',
      `insert into sources (name, type, token, extra_parameters, secret_header, secret_value, allow_ips, created_at, updated_at)
      values ('In', 'webhook', 'x', '[]', 'X-Key', $sealed, '{}', now(), now())`,
    ],
    [
      'of pipeline 1',
      `insert into pipelines (name, source_id, state, actions, params, secrets, created_at, updated_at)
      values ('Out', 1, 'stopped', '[]', '{}', $sealed, now(), now())`,
    ],
    ['of webmaster 1', `insert into webmasters (name, postbacks, postback_secret) values ('Anna', '[]', $sealed)`],
    ['for Telegram', `update settings set telegram = jsonb_build_object('sealedToken', encode($sealed, 'hex'))`],
  ])('so are secrets %s', async (owner, statement) => {
    const sealed = `'\\x${Buffer.from(box.seal({ value: 'x' })).toString('hex')}'::bytea`;
    await connection.sql('update sources set secret_value = null');
    await connection.sql('update pipelines set secrets = null');
    await connection.sql('update webmasters set postback_secret = null');
    await connection.sql(statement.replace('$sealed', sealed));
    await expect(checkSecretsKey(connection.db, box)).resolves.toBeUndefined();
    await expect(checkSecretsKey(connection.db, other)).rejects.toThrow(`The stored secrets ${owner} do not open`);
  });
});
