import type { Kysely } from 'kysely';
import { type Changes, changed } from '../db/changes.ts';
import type { Database } from '../db/schema.ts';
import { requireRow } from './references.ts';

/** How alerts go out by mail. */
export interface MailSettings {
  /** Addresses that get alerts. */
  to?: string[] | undefined;
  from?: string | undefined;
}

/** How alerts go out by Telegram. */
export interface TelegramSettings {
  chatId?: string | undefined;
}

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
    telegram: row.telegram,
    runsKeptDays: row.runs_kept_days,
  };
}

export async function updateSettings(db: Kysely<Database>, changes: Changes<Settings>): Promise<Settings> {
  const settings = changed<Settings>(await getSettings(db), changes);
  await requireRow(db, 'reasons', settings.defaultReasonId, 'defaultReasonId');
  await db
    .updateTable('settings')
    .set({
      default_reason_id: settings.defaultReasonId,
      paused: settings.paused,
      language: settings.language,
      mail: JSON.stringify(settings.mail),
      telegram: JSON.stringify(settings.telegram),
      runs_kept_days: settings.runsKeptDays,
    })
    .where('id', '=', 1)
    .execute();
  return getSettings(db);
}
