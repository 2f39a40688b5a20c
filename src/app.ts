import type { Kysely } from 'kysely';
import type { Config } from './config.ts';
import { type Connection, openDatabase } from './db/connect.ts';
import { migrate } from './db/migrate.ts';
import { migrations } from './db/migrations/index.ts';
import { ensurePartitions } from './db/partitions.ts';
import type { Database } from './db/schema.ts';
import { createIsolates, type Isolates } from './isolates/pool.ts';
import { createLog, type Log } from './log.ts';
import { createMetrics, type Metrics, metered } from './metrics.ts';
import { checkSecretsKey, openSecretBox, type SecretBox } from './network/secrets.ts';
import { createOutbound, type Outbound } from './outbound/send.ts';
import { createQueue, type Queue } from './queue/queue.ts';

export interface Clock {
  now(): Date;
}

/** Everything that the parts of the program share; there are no globals beside it. */
export interface App {
  config: Config;
  connection: Connection;
  db: Kysely<Database>;
  queue: Queue;
  isolates: Isolates;
  outbound: Outbound;
  log: Log;
  clock: Clock;
  secrets: SecretBox;
  metrics: Metrics;
  /** Lets go of everything; what runs must have been stopped before. */
  close(): Promise<void>;
}

/** Parts that a test puts in the place of the real ones. */
export type Overrides = Partial<Pick<App, 'connection' | 'clock' | 'log' | 'isolates' | 'outbound' | 'secrets'>>;

/** Opens the database, brings it up to date, and makes the parts. Nothing runs yet. */
export async function createApp(config: Config, overrides: Overrides = {}): Promise<App> {
  const log = overrides.log ?? createLog(config.logLevel);
  const clock = overrides.clock ?? { now: () => new Date() };
  const connection = overrides.connection ?? (await openDatabase(config, log));
  try {
    await migrate(connection, migrations);
    await ensurePartitions(connection.db, clock.now());
    const secrets = overrides.secrets ?? openSecretBox(config);
    await checkSecretsKey(connection.db, secrets);
    const metrics = createMetrics();
    const isolates = overrides.isolates ?? createIsolates({ workers: config.sandboxWorkers, log });
    const outbound = metered(
      overrides.outbound ??
        createOutbound({
          allowPrivateHosts: config.allowPrivateHosts.map(hostText),
          proxyUrl: config.httpProxyUrl ?? null,
        }),
      metrics,
    );
    metrics.watchSandbox(() => isolates.stats());
    const queue = createQueue(connection, log);
    const close = async (): Promise<void> => {
      await Promise.all([isolates.close(), outbound.close()]);
      await connection.close();
    };
    return {
      config,
      connection,
      db: connection.db,
      queue,
      isolates,
      outbound,
      log,
      clock,
      secrets,
      metrics,
      close,
    };
  } catch (error) {
    await connection.close();
    throw error;
  }
}

const hostText = ({ host, port }: { host: string; port?: number }): string => {
  const name = host.includes(':') ? `[${host}]` : host;
  return port === undefined ? name : `${name}:${port}`;
};
