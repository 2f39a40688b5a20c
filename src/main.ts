import { createApp } from './app.ts';
import { ConfigError, readConfig } from './config.ts';
import { DataDirLocked } from './db/lock.ts';
import { DatabaseNewer } from './db/migrate.ts';
import { startDemo } from './demo/demo.ts';
import { ensureAdminKey } from './people/keys.ts';
import { startServer } from './server.ts';

// Days are days of an integration's time zone; the process itself knows only UTC.
process.env['TZ'] = 'UTC';

async function main(): Promise<void> {
  if (process.argv.includes('--demo')) {
    await startDemo(process.env, stopOnSignal);
    return;
  }
  const app = await createApp(readConfig(process.env));
  const key = await ensureAdminKey(app.db, app.config.adminApiKey, app.clock.now());
  const server = await startServer(app);
  if (server.url) console.log(`Sverka listens on ${server.url} (API: ${server.url}/docs)`);
  if (key) console.log(`First admin key, shown only now: ${key}`);
  stopOnSignal(server.stop);
}

/** SIGTERM and Ctrl+C stop in order; a second one stops at once. */
function stopOnSignal(stop: () => Promise<void>): void {
  let stopping = false;
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => {
      if (stopping) process.exit(1);
      stopping = true;
      stop().then(
        () => process.exit(0),
        (error) => {
          console.error(error);
          process.exit(1);
        },
      );
    });
  }
}

main().catch((error: unknown) => {
  // What the operator can mend is one line; a fault of the program keeps its stack.
  const expected = error instanceof ConfigError || error instanceof DataDirLocked || error instanceof DatabaseNewer;
  console.error(expected ? `sverka: ${error.message}` : error);
  process.exit(1);
});
