import { randomBytes } from 'node:crypto';
import { type Kysely, sql } from 'kysely';
import type { Database } from '../../db/schema.ts';
import { NotFound } from '../../errors.ts';
import type { SecretBox } from '../../network/secrets.ts';

/** What a webmaster checks signatures with, `whsec_…`; made when it is first asked for, or anew. @throws NotFound */
export async function postbackSecret(
  db: Kysely<Database>,
  box: SecretBox,
  webmasterId: number,
  { anew = false }: { anew?: boolean } = {},
): Promise<string> {
  const fresh = box.seal({ secret: `whsec_${randomBytes(32).toString('base64')}` });
  // Of two who ask at once for the first one, both get the same.
  const kept = anew ? sql`${fresh}::bytea` : sql`coalesce(postback_secret, ${fresh}::bytea)`;
  const { rows } = await sql<{ secret: Uint8Array }>`update webmasters set postback_secret = ${kept}
    where id = ${webmasterId} returning postback_secret as secret`.execute(db);
  const [row] = rows;
  if (!row) throw new NotFound('webmaster', webmasterId);
  return box.open(row.secret)['secret'] ?? '';
}
