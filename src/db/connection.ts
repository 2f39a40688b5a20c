import type { Kysely } from 'kysely';
import type { Database } from './schema.ts';

export interface Connection {
  db: Kysely<Database>;
  engine: 'pglite' | 'postgres';
  /**
   * Runs SQL as it stands: one statement with `values`, or several without. Never inside a transaction of `db`, which on
   * PGlite would wait for itself.
   */
  sql(text: string, values?: unknown[]): Promise<{ rows: any[] }>;
  /**
   * Calls back for every `notify` on the channel once its transaction is committed, and `onReconnect` each time the
   * subscription is (again) in place, since what was sent before is lost.
   */
  listen(channel: string, onNotify: (payload: string) => void, onReconnect: () => void): Promise<Subscription>;
  /** Resolves when the database answers. */
  ping(): Promise<void>;
  close(): Promise<void>;
}

export interface Subscription {
  close(): Promise<void>;
}

/** Instead of a directory: an embedded database that lives in memory and dies with the process. */
export const IN_MEMORY = 'memory://';
