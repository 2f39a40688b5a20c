import { ConfigError, readConfig } from './config.ts';
import { openDatabase } from './db/connect.ts';
import { DataDirLocked, DataDirUnusable } from './db/lock.ts';
import { DatabaseNewer } from './db/migrate.ts';
import { createLog } from './log.ts';
import { SecretsUnreadable } from './network/secrets.ts';

/** Whatever an operator can mend is told in one line. */
const expectedErrors = [ConfigError, DataDirLocked, DataDirUnusable, DatabaseNewer, SecretsUnreadable];

/**
 * Starts what the environment asks for, and says where it listens.
 * @returns how to stop it in order
 */
export async function runServer(
  env: Record<string, string | undefined>,
  say: (line: string) => void,
): Promise<() => Promise<void>> {
  const config = readConfig(env);
  const log = createLog(config.logLevel);
  // The embedded database takes a second to wake up, which is enough to load the rest of the program.
  const [connection, { createApp }, { ensureAdminKey }, { inviteFirst }, { startServer }] = await Promise.all([
    openDatabase(config, log),
    import('./app.ts'),
    import('./people/keys.ts'),
    import('./people/invitations.ts'),
    import('./server.ts'),
  ]);
  const app = await createApp(config, { connection, log });
  const key = await ensureAdminKey(app.db, app.config.adminApiKey, app.clock.now());
  const server = await startServer(app, (url) => say(`Sverka listens on ${url} (API: ${url}/docs)`));
  if (key) say(`First admin key, shown only now: ${key}`);
  if (server.url) {
    const token = await inviteFirst(app.db, app.clock.now());
    if (token) say(`The console's first administrator signs up here, once: ${server.url}/welcome#${token}`);
  }
  return server.stop;
}

/** The sentence for an error that an operator can mend; null for a fault of the program. */
export function sentenceFor(error: unknown): string | null {
  if (!(error instanceof Error)) return null;
  if ('code' in error && error.code === 'EADDRINUSE') return `${error.message}: choose another PORT`;
  return expectedErrors.some((expected) => error instanceof expected) ? error.message : null;
}
