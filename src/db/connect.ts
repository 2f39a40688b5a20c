import type { Config } from '../config.ts';
import type { Log } from '../log.ts';
import type { Connection } from './connection.ts';
import { openPglite } from './pglite.ts';
import { openPostgres } from './postgres.ts';

export type { Connection, Subscription } from './connection.ts';
export { IN_MEMORY } from './connection.ts';

/**
 * Opens PostgreSQL where `databaseUrl` is given, else the embedded database in `dataDir`. Nothing is migrated.
 * @throws DataDirLocked when another process owns `dataDir`
 */
export function openDatabase(config: Pick<Config, 'databaseUrl' | 'dataDir'>, log: Log): Promise<Connection> {
  return config.databaseUrl === undefined ? openPglite(config.dataDir) : openPostgres(config.databaseUrl, log);
}

const LOST_CODES = new Set([
  // Node
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  // PostgreSQL: admin_shutdown, crash_shutdown, cannot_connect_now, too_many_connections
  '57P01',
  '57P02',
  '57P03',
  '53300',
]);

/** pg gives these no code. */
const LOST_MESSAGES =
  /^(Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error)/;

/** Whether a query failed because the database server is away, so that the same may work later. */
export function isConnectionLoss(error: unknown): boolean {
  if (typeof error !== 'object' || error === null) return false;
  const { code, message, cause, errors } = error as Partial<Record<'code' | 'message' | 'cause' | 'errors', unknown>>;
  // Class 08 are PostgreSQL's connection exceptions.
  if (typeof code === 'string' && (LOST_CODES.has(code) || /^08\w{3}$/.test(code))) return true;
  if (typeof message === 'string' && LOST_MESSAGES.test(message)) return true;
  return (Array.isArray(errors) && errors.some(isConnectionLoss)) || isConnectionLoss(cause);
}
