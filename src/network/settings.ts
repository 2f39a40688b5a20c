import type { Kysely } from 'kysely';
import { type Changes, changed } from '../db/changes.ts';
import type { Database } from '../db/schema.ts';
import { requireRow } from './references.ts';
import type { SecretBox } from './secrets.ts';

/** How alerts go out by mail. */
export interface MailSettings {
  /** Addresses that get alerts. */
  to?: string[] | undefined;
  from?: string | undefined;
}

/** How alerts go out by Telegram. */
export interface TelegramSettings {
  chatId?: string | undefined;
  /** Of a bot server of one's own. */
  apiUrl?: string | undefined;
  /** The bot's token is kept encrypted and never read back. */
  tokenSet: boolean;
}

/** The network's settings as they are changed: a field of `mail` or `telegram` that is not given stays, null takes it away. */
export type SettingsChanges = Changes<Omit<Settings, 'mail' | 'telegram'>> & {
  mail?: { to?: string[] | null | undefined; from?: string | null | undefined } | undefined;
  telegram?:
    | { chatId?: string | null | undefined; apiUrl?: string | null | undefined; token?: string | null | undefined }
    | undefined;
};

interface StoredTelegram {
  chatId?: string;
  apiUrl?: string;
  /** Hexadecimal. */
  sealedToken?: string;
}

const telegramApi = 'https://api.telegram.org';

export interface Settings {
  /** The reason of a cancellation that names none. */
  defaultReasonId: number;
  /** No sweep of any check starts. */
  paused: boolean;
  /** The language of alerts. */
  language: 'ru' | 'en';
  mail: MailSettings;
  telegram: TelegramSettings;
  /** Days that runs are kept. */
  runsKeptDays: number;
}

export async function getSettings(db: Kysely<Database>): Promise<Settings> {
  const row = await db.selectFrom('settings').selectAll().where('id', '=', 1).executeTakeFirstOrThrow();
  return {
    defaultReasonId: row.default_reason_id,
    paused: row.paused,
    language: row.language as Settings['language'],
    mail: row.mail,
    telegram: shownTelegram(row.telegram),
    runsKeptDays: row.runs_kept_days,
  };
}

function shownTelegram({ sealedToken, ...telegram }: StoredTelegram): TelegramSettings {
  return { ...telegram, tokenSet: sealedToken !== undefined };
}

/** How to reach the network's chat; null where no bot is set. */
export async function telegramAccess(
  db: Kysely<Database>,
  box: SecretBox,
): Promise<{ chatId: string; token: string; apiUrl: string } | null> {
  const row = await db.selectFrom('settings').select('telegram').where('id', '=', 1).executeTakeFirstOrThrow();
  const { chatId, apiUrl, sealedToken } = row.telegram as StoredTelegram;
  if (chatId === undefined || sealedToken === undefined) return null;
  const token = box.open(Buffer.from(sealedToken, 'hex'))['token'] ?? '';
  return { chatId, token, apiUrl: apiUrl ?? telegramApi };
}

export async function updateSettings(
  db: Kysely<Database>,
  box: SecretBox,
  { mail, telegram, ...changes }: SettingsChanges,
): Promise<Settings> {
  const before = await getSettings(db);
  const settings = changed<Settings>(before, changes);
  const row = await db.selectFrom('settings').select('telegram').where('id', '=', 1).executeTakeFirstOrThrow();
  const { token, ...chat } = telegram ?? {};
  const sealed = typeof token === 'string' ? Buffer.from(box.seal({ token })).toString('hex') : token;
  await requireRow(db, 'reasons', settings.defaultReasonId, 'defaultReasonId');
  await db
    .updateTable('settings')
    .set({
      default_reason_id: settings.defaultReasonId,
      paused: settings.paused,
      language: settings.language,
      mail: JSON.stringify(merged(before.mail, mail ?? {})),
      telegram: JSON.stringify(merged(row.telegram, { ...chat, sealedToken: sealed })),
      runs_kept_days: settings.runsKeptDays,
    })
    .where('id', '=', 1)
    .execute();
  return getSettings(db);
}

/** Undefined leaves a field as it is, null takes it away. */
function merged(before: object, changes: Record<string, unknown>): object {
  const given = Object.entries(changes).filter(([, value]) => value !== undefined);
  const after = Object.entries({ ...before, ...Object.fromEntries(given) });
  return Object.fromEntries(after.filter(([, value]) => value !== null));
}
