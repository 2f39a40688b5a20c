import { createCipheriv, createDecipheriv, createHash, createHmac, randomBytes } from 'node:crypto';
import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Kysely, sql } from 'kysely';
import type { Config } from '../config.ts';
import type { Database } from '../db/schema.ts';

/** Encrypts names and values for the database. What one key sealed, only the same key opens. */
export interface SecretBox {
  seal(secrets: Record<string, string>): Uint8Array;
  /** @throws SecretsUnreadable for what another key sealed, or what was changed since. */
  open(sealed: Uint8Array): Record<string, string>;
  /** The same for the same text, and telling nobody without the key what the text was. */
  fingerprint(text: string): string;
}

/** Stored secrets do not open with the key that the program was given. */
export class SecretsUnreadable extends Error {
  override readonly name = 'SecretsUnreadable';
}

const VERSION = 1;
const KEY_ID_BYTES = 4;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const HEAD_BYTES = 1 + KEY_ID_BYTES;

/**
 * AES-256-GCM. A sealed text is: version (1 byte), key id (4), nonce (12), tag (16), ciphertext. The head is authenticated too.
 * @param keyHex 64 hexadecimal digits
 */
export function createSecretBox(keyHex: string): SecretBox {
  const key = Buffer.from(keyHex, 'hex');
  const keyId = createHash('sha256').update('key id').update(key).digest().subarray(0, KEY_ID_BYTES);
  const head = Buffer.concat([Buffer.of(VERSION), keyId]);
  const fingerprintKey = createHmac('sha256', key).update('fingerprint').digest();
  return {
    fingerprint: (text) => createHmac('sha256', fingerprintKey).update(text).digest('base64url'),
    seal(secrets) {
      const nonce = randomBytes(NONCE_BYTES);
      const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(head);
      const text = Buffer.concat([cipher.update(JSON.stringify(secrets), 'utf8'), cipher.final()]);
      return Buffer.concat([head, nonce, cipher.getAuthTag(), text]);
    },
    open(sealed) {
      const bytes = Buffer.from(sealed);
      if (!bytes.subarray(0, HEAD_BYTES).equals(head)) {
        throw new SecretsUnreadable(
          `Secrets were encrypted with the key ${bytes.subarray(1, HEAD_BYTES).toString('hex')}, the one in use is ${keyId.toString('hex')}`,
        );
      }
      const nonce = bytes.subarray(HEAD_BYTES, HEAD_BYTES + NONCE_BYTES);
      const tag = bytes.subarray(HEAD_BYTES + NONCE_BYTES, HEAD_BYTES + NONCE_BYTES + TAG_BYTES);
      try {
        const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG_BYTES })
          .setAAD(head)
          .setAuthTag(tag);
        const text = Buffer.concat([
          decipher.update(bytes.subarray(HEAD_BYTES + NONCE_BYTES + TAG_BYTES)),
          decipher.final(),
        ]);
        return JSON.parse(text.toString('utf8'));
      } catch (error) {
        throw new SecretsUnreadable('Stored secrets were changed since they were encrypted', { cause: error });
      }
    },
  };
}

/** A box with the key of `SECRETS_KEY`, else of `DATA_DIR/secrets.key`, which is made (mode 600) where it is missing. */
export function openSecretBox(config: Pick<Config, 'secretsKey' | 'dataDir'>): SecretBox {
  return createSecretBox(config.secretsKey ?? keyOfDirectory(config.dataDir));
}

function keyOfDirectory(directory: string): string {
  const file = join(directory, 'secrets.key');
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const draft = `${file}.${process.pid}`;
  try {
    // Written aside and linked: of two processes that start at once, one makes the key and both read the whole of it.
    writeFileSync(draft, `${randomBytes(32).toString('hex')}\n`, { mode: 0o600 });
    linkSync(draft, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    rmSync(draft, { force: true });
  }
  const key = readFileSync(file, 'utf8').trim().toLowerCase();
  if (!/^[0-9a-f]{64}$/.test(key)) throw new SecretsUnreadable(`${file} does not hold 64 hexadecimal digits`);
  return key;
}

/**
 * Tries the key on what is stored, so that a wrong one stops the start and not the first request to a CRM.
 * @throws SecretsUnreadable
 */
export async function checkSecretsKey(db: Kysely<Database>, box: SecretBox): Promise<void> {
  const { rows } = await sql<{ owner: string; sealed: Uint8Array }>`
    (select 'of integration ' || id as owner, secrets as sealed from integrations
      where secrets is not null order by id limit 1)
    union all
    (select 'of source ' || id, secret_value from sources where secret_value is not null order by id limit 1)
    union all
    (select 'of pipeline ' || id, secrets from pipelines where secrets is not null order by id limit 1)
    union all
    (select 'of webmaster ' || id, postback_secret from webmasters where postback_secret is not null order by id limit 1)
    union all
    (select 'for Telegram', decode(telegram ->> 'sealedToken', 'hex') from settings where telegram ? 'sealedToken')`.execute(
    db,
  );
  for (const { owner, sealed } of rows) {
    try {
      box.open(sealed);
    } catch (error) {
      if (!(error instanceof SecretsUnreadable)) throw error;
      throw new SecretsUnreadable(
        `The stored secrets ${owner} do not open: ${error.message}. Start with the SECRETS_KEY, or the secrets.key file, that they were written with`,
        { cause: error },
      );
    }
  }
}
