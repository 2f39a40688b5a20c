/** What log-ins gave, kept for their lifetime: encrypted as secrets are, one of each integration and log-in. */
import { type Kysely, sql } from 'kysely';
import type { Database } from '../../db/schema.ts';
import { type SecretBox, SecretsUnreadable } from '../../network/secrets.ts';

/** Which token: `key` is the fingerprint of the log-in request as it is sent, so that another password is another token. */
export interface TokenName {
  integrationId: number;
  key: string;
}

/** The token, where there is one that is still good. */
export async function findToken(
  db: Kysely<Database>,
  box: SecretBox,
  { integrationId, key }: TokenName,
  now: Date,
): Promise<string | null> {
  const row = await db
    .selectFrom('login_tokens')
    .where('integration_id', '=', integrationId)
    .where('key', '=', key)
    .where('expires_at', '>', now)
    .select('token')
    .executeTakeFirst();
  return row?.token ? opened(box, row.token) : null;
}

/** Whether the log-in is the caller's to do, until `until`: false while somebody else does it or a token is there. */
export async function claimLogin(
  db: Kysely<Database>,
  { integrationId, key }: TokenName,
  now: Date,
  until: Date,
): Promise<boolean> {
  const claimed = await sql`
    insert into login_tokens (integration_id, key, asking_until) values (${integrationId}, ${key}, ${until})
    on conflict (integration_id, key) do update set asking_until = excluded.asking_until
    where (login_tokens.asking_until is null or login_tokens.asking_until <= ${now})
      and (login_tokens.token is null or login_tokens.expires_at <= ${now})
    returning key`.execute(db);
  return claimed.rows.length > 0;
}

/** Keeps what the log-in gave, and forgets what others of the integration gave too long ago. */
export async function keepToken(
  db: Kysely<Database>,
  box: SecretBox,
  { integrationId, key }: TokenName,
  { token, expiresAt }: { token: string; expiresAt: Date },
  now: Date,
): Promise<void> {
  await db
    .with('forgotten', (cte) =>
      cte
        .deleteFrom('login_tokens')
        .where('integration_id', '=', integrationId)
        .where('key', '!=', key)
        .where('expires_at', '<=', now)
        .where(({ or, eb }) => or([eb('asking_until', 'is', null), eb('asking_until', '<=', now)])),
    )
    .updateTable('login_tokens')
    .set({ token: box.seal({ token }), expires_at: expiresAt, asking_until: null })
    .where('integration_id', '=', integrationId)
    .where('key', '=', key)
    .execute();
}

/** The log-in came to nothing: whoever waits may try. */
export async function giveUpLogin(db: Kysely<Database>, { integrationId, key }: TokenName): Promise<void> {
  await db
    .updateTable('login_tokens')
    .set({ asking_until: null })
    .where('integration_id', '=', integrationId)
    .where('key', '=', key)
    .execute();
}

/** Forgets a token that the CRM no longer takes; a newer one that somebody fetched meanwhile stays. */
export async function dropToken(
  db: Kysely<Database>,
  box: SecretBox,
  { integrationId, key }: TokenName,
  refused: string,
): Promise<void> {
  const row = await db
    .selectFrom('login_tokens')
    .where('integration_id', '=', integrationId)
    .where('key', '=', key)
    .select('token')
    .executeTakeFirst();
  if (!row?.token || opened(box, row.token) !== refused) return;
  await db
    .updateTable('login_tokens')
    .set({ token: null, expires_at: null })
    .where('integration_id', '=', integrationId)
    .where('key', '=', key)
    .where('token', '=', row.token)
    .execute();
}

function opened(box: SecretBox, sealed: Uint8Array): string | null {
  try {
    return box.open(sealed)['token'] ?? null;
  } catch (error) {
    // Sealed with a key of former times: as good as expired.
    if (error instanceof SecretsUnreadable) return null;
    throw error;
  }
}
