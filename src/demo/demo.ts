/** `npm run demo`: a server on the embedded database, a network on it, and CRMs to check, with nothing to configure. */
import { join, resolve } from 'node:path';
import { pino } from 'pino';
import { type App, createApp } from '../app.ts';
import { readConfig } from '../config.ts';
import { createLog } from '../log.ts';
import { inviteFirst } from '../people/invitations.ts';
import { ensureAdminKey } from '../people/keys.ts';
import { type Server, startServer } from '../server.ts';
import { createApi } from './api.ts';
import { startFakeCrms } from './crms/server.ts';
import { readFigures } from './figures.ts';
import { openKept, writeKept } from './kept.ts';
import { followCrms, setUpNetwork } from './network.ts';
import { lastMoveAt, type Order, planOrders } from './orders.ts';
import { choosePort, usualPort } from './port.ts';
import { welcomeLines } from './terminal.ts';
import { watch } from './watch.ts';

type Env = Record<string, string | undefined>;

/** Everything that chance decides in the demo follows from it. */
const seed = 20_260_301;

/**
 * Starts the demo in the folder `demo` of the data directory, or goes on with the one that is there; resolves once the
 * network stands and its sweeps are being told of. Of the environment only `HOST`, `PORT`, `DATA_DIR`, `ADMIN_API_KEY`,
 * `SANDBOX_WORKERS` and `LOG_LEVEL` are read: whatever else is set is meant for a real server.
 * @param onStop is given what ends the demo, as soon as there is something to end
 * @throws ConfigError, DataDirLocked
 */
export async function startDemo(env: Env, onStop: (stop: () => Promise<void>) => void): Promise<void> {
  const startedAt = new Date();
  const settings = pick(env, ['HOST', 'PORT', 'ADMIN_API_KEY', 'SANDBOX_WORKERS', 'LOG_LEVEL']);
  const port = await choosePort(readConfig(settings), settings['PORT'] !== undefined);
  const dataDir = resolve(join(pick(env, ['DATA_DIR'])['DATA_DIR'] ?? './data', 'demo'));
  const kept = openKept(dataDir, startedAt);
  if (!kept.complete) print(['Sverka, the demo: setting up a network, which takes some seconds']);

  const crms = await startFakeCrms({ port: kept.crmPort, now: () => new Date() });
  const { app, server, adminApiKey } = await serve({
    ADMIN_API_KEY: kept.adminApiKey,
    LOG_LEVEL: 'warn',
    ...settings,
    PORT: `${port}`,
    DATA_DIR: dataDir,
    ALLOW_PRIVATE_HOSTS: crms.host,
  });
  const url = server.url ?? '';

  const stopping = new AbortController();
  const api = createApi(url, adminApiKey, stopping.signal);
  const crmUrl = `http://${crms.host}`;
  // Making the database may have taken a while: orders do not move before there are leads.
  const begunAt = kept.complete ? kept.begunAt : new Date();
  const orders = planOrders(begunAt, seed);
  crms.open(orders, begunAt);
  const settingUp = kept.complete ? followCrms(api, crmUrl) : setUpNetwork(api, crmUrl, orders);
  let watching: Promise<void> = Promise.resolve();
  onStop(async () => {
    stopping.abort();
    await Promise.allSettled([settingUp, watching]);
    await server.stop();
    await crms.close();
  });
  try {
    await settingUp;
  } catch (error) {
    if (stopping.signal.aborted) return;
    throw error;
  }
  writeKept(dataDir, { ...kept, begunAt, crmPort: crms.port, complete: true });
  const remark =
    port === 0 && settings['PORT'] === undefined ? `port ${usualPort} is taken, so the demo uses another one` : null;
  print(
    welcomeLines({
      url,
      firstSignIn: await inviteFirst(app.db, app.clock.now()),
      adminApiKey,
      crmUrl,
      dataDir,
      leads: leadCount(orders),
      continued: kept.complete,
      remark,
    }),
  );
  watching = watch(api, { since: startedAt, endsAt: endOf(orders, begunAt), print, ...reads(app) }, stopping.signal);
}

async function serve(env: Env & { ADMIN_API_KEY: string }): Promise<{ app: App; server: Server; adminApiKey: string }> {
  const config = readConfig(env);
  // Standard output belongs to the sweeps.
  const app = await createApp(config, { log: createLog(config.logLevel, pino.destination(process.stderr.fd)) });
  await ensureAdminKey(app.db, env.ADMIN_API_KEY, app.clock.now());
  return { app, server: await startServer(app), adminApiKey: env.ADMIN_API_KEY };
}

const reads = (app: App) => ({ figures: () => readFigures(app.db), log: app.log });

const leadCount = (orders: readonly Order[]): number => orders.filter(({ foreign }) => !foreign).length;

const endOf = (orders: readonly Order[], begunAt: Date): Date =>
  new Date(begunAt.getTime() + lastMoveAt(orders) * 1000);

/** Those variables that are set; an empty one counts as absent. */
function pick(env: Env, names: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = env[name]?.trim();
      return value ? [[name, value]] : [];
    }),
  );
}

function print(lines: readonly string[]): void {
  for (const line of lines) console.log(line);
}
