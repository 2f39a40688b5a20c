import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { Transaction } from 'kysely';
import { fromKysely, PgBoss } from 'pg-boss';
import { type Connection, isConnectionLoss } from '../db/connect.ts';
import type { Database } from '../db/schema.ts';
import type { Log } from '../log.ts';
import { startWorkers, type TakenJob, type Workers } from './workers.ts';

export interface QueueOptions {
  name: string;
  /**
   * What a `key` means. `short`: at most one job with that key waits, others may be active. `exclusive`: at most one is
   * unfinished, waiting or active.
   * @default 'short'
   */
  policy?: 'short' | 'exclusive';
  /**
   * How often, and how many seconds later, a job that failed or whose process died is tried again; the pause doubles each
   * time up to `maxDelaySeconds`.
   * @default {limit: 5, delaySeconds: 1, maxDelaySeconds: 60}
   */
  retry?: { limit: number; delaySeconds: number; maxDelaySeconds: number };
  /**
   * A job that is active for longer counts as failed.
   * @default 21600
   */
  expireInSeconds?: number;
  /**
   * How many seconds finished jobs are kept.
   * @default 3600
   */
  keep?: number;
}

export interface Job<Data> {
  id: string;
  data: Data;
  /** Aborted when the job is taken away: it expired, or the queue stopped without waiting for it any longer. */
  signal: AbortSignal;
}

export interface SendOptions {
  /** See `policy`. Jobs without a key never stand in each other's way. */
  key?: string;
  startAfter?: Date;
  /** The job exists when this transaction is committed, and never otherwise. */
  trx?: Transaction<Database>;
}

export interface Queue {
  /** Says how a queue is to be; for those that are not defined, the defaults hold. */
  define(options: QueueOptions): void;
  /** Makes or migrates the queue's tables and begins the schedules. Several processes may do so at once. */
  start(): Promise<void>;
  /**
   * Takes jobs of a queue from now on, `concurrency` at a time. A job is done when the handler resolves; when it throws,
   * or the process dies, the job is tried again: a handler runs at least once.
   * @param options `pollSeconds`: how often to look for jobs beside being told of them, 5 unless given; it decides how late
   * a job with `startAfter` may begin
   */
  work<Data extends object>(
    name: string,
    options: { concurrency: number; pollSeconds?: number },
    handler: (job: Job<Data>) => Promise<void>,
  ): Promise<void>;
  /**
   * Puts a job into a queue; a worker anywhere begins with it at once.
   * @returns the id of the job, or null where the policy left it out
   */
  send(name: string, data: object, options?: SendOptions): Promise<string | null>;
  /** Sends a job by the clock, in UTC, once for the whole cluster; at most one waits. `cron` has five fields. */
  schedule(name: string, cron: string, data?: object): Promise<void>;
  /** Jobs by queue; those that failed for good are counted for as long as they are kept. */
  depth(): Promise<Record<string, { queued: number; active: number; failed: number }>>;
  /** Takes no more jobs, waits for those that run for `graceMs`, then hands back the rest. */
  stop(options: { graceMs: number }): Promise<void>;
}

/** How often jobs of dead processes are looked for. */
const SUPERVISE_SECONDS = 15;
/** A process that says nothing for so long is dead, and its jobs are tried again elsewhere. */
const HEARTBEAT_SECONDS = 30;
const SCHEMA = 'pgboss';
const DEFAULTS = {
  policy: 'short',
  retry: { limit: 5, delaySeconds: 1, maxDelaySeconds: 60 },
  expireInSeconds: 6 * 3600,
  keep: 3600,
} as const;

const COUNT_JOBS = `
  select name, count(*) filter (where state in ('created', 'retry')) as queued,
    count(*) filter (where state = 'active') as active, count(*) filter (where state = 'failed') as failed
  from ${SCHEMA}.job where state not in ('completed', 'cancelled') group by name`;

/** The queue of jobs in the database of the connection, by pg-boss. */
export function createQueue(connection: Connection, log: Log): Queue {
  const defined = new Map<string, QueueOptions>();
  const made = new Map<string, Promise<void>>();
  const workers = new Map<string, Workers>();
  const boss = new PgBoss({
    backend: connection.engine,
    schema: SCHEMA,
    db: {
      executeSql: connection.sql,
      // pg-boss would wake every worker of the queue.
      listen: (channel, _wakeAll, onReconnect) =>
        connection.listen(channel, (name) => workers.get(name)?.wake(), onReconnect),
    },
    useListenNotify: true,
    superviseIntervalSeconds: SUPERVISE_SECONDS,
    monitorIntervalSeconds: SUPERVISE_SECONDS,
    maintenanceIntervalSeconds: 600,
    // Jobs that wait for jobs, which nothing here uses.
    flowIntervalSeconds: 3600,
    // PGlite has its upkeep of its own; PostgreSQL's autovacuum is the administrator's affair.
    monitorVacuum: false,
    reindex: false,
  });
  reportTo(boss, log);

  /** Makes a queue and lets pg-boss remember it, which inside a transaction it could not. */
  const ensure = (name: string): Promise<void> => {
    let making = made.get(name);
    if (making === undefined) {
      making = makeQueue(boss, { ...DEFAULTS, name, ...defined.get(name) });
      made.set(name, making);
      // A database that was away for a moment should not spoil the queue for good.
      making.catch(() => made.delete(name));
    }
    return making;
  };

  return {
    define(options) {
      defined.set(options.name, options);
    },

    async start() {
      await boss.start();
      if (connection.engine === 'pglite') await takeBackJobs(connection);
      for (const name of defined.keys()) await ensure(name);
    },

    async work<Data extends object>(
      name: string,
      { concurrency, pollSeconds = 5 }: { concurrency: number; pollSeconds?: number },
      handler: (job: Job<Data>) => Promise<void>,
    ) {
      if (workers.has(name)) throw new Error(`The queue «${name}» is worked already`);
      await ensure(name);
      const handle = async (job: TakenJob): Promise<void> => {
        try {
          await handler(job as Job<Data>);
        } catch (error) {
          log.warn({ err: error, queue: name, job: job.id }, 'a job failed');
          throw error;
        }
      };
      workers.set(name, await startWorkers(boss, name, { concurrency, pollSeconds }, handle));
    },

    async send(name, data, { key, startAfter, trx } = {}) {
      if (trx === undefined) await ensure(name);
      else if (!made.has(name)) {
        throw new Error(`Define the queue «${name}» before the start: a transaction cannot make it`);
      }
      return boss.send(name, data, {
        singletonKey: key ?? randomUUID(),
        ...(startAfter !== undefined && { startAfter }),
        ...(trx !== undefined && { db: fromKysely(trx) }),
      });
    },

    async schedule(name, cron, data = {}) {
      await ensure(name);
      await boss.schedule(name, cron, data, { tz: 'UTC', singletonKey: 'schedule' });
    },

    async depth() {
      const depths: Awaited<ReturnType<Queue['depth']>> = {};
      for (const name of made.keys()) depths[name] = { queued: 0, active: 0, failed: 0 };
      for (const { name, queued, active, failed } of (await connection.sql(COUNT_JOBS)).rows) {
        if (!name.startsWith('__pgboss__')) depths[name] = { queued, active, failed };
      }
      return depths;
    },

    async stop({ graceMs }) {
      for (const { stopPolling } of workers.values()) stopPolling();
      const waiting = new AbortController();
      const finished = Promise.all([...workers.keys()].map((name) => boss.offWork(name, { wait: true })));
      await Promise.race([finished, delay(graceMs, undefined, { signal: waiting.signal }).catch(() => undefined)]);
      waiting.abort();
      // What still runs is failed here, and so tried again by others.
      await boss.stop({ graceful: false, close: false });
    },
  };
}

async function makeQueue(boss: PgBoss, options: Required<QueueOptions>): Promise<void> {
  const settings = {
    retryLimit: options.retry.limit,
    retryDelay: options.retry.delaySeconds,
    retryDelayMax: options.retry.maxDelaySeconds,
    retryBackoff: true,
    expireInSeconds: options.expireInSeconds,
    deleteAfterSeconds: options.keep,
    heartbeatSeconds: HEARTBEAT_SECONDS,
    notify: true,
  };
  const before = await boss.getQueue(options.name);
  if (before === null) await boss.createQueue(options.name, { ...settings, policy: options.policy });
  else await boss.updateQueue(options.name, settings);
  // Reading the statistics makes pg-boss remember the queue, without a job.
  await boss.getQueueStats(options.name);
}

/** The embedded database has one process: whatever is active when it starts belonged to one that is dead. */
async function takeBackJobs(connection: Connection): Promise<void> {
  await connection.sql(
    `update ${SCHEMA}.job
     set state = case when retry_count < retry_limit then 'retry' else 'failed' end::${SCHEMA}.job_state,
       start_after = now(), heartbeat_on = null, completed_on = case when retry_count < retry_limit then null else now() end
     where state = 'active'`,
  );
}

/** pg-boss goes on by itself whatever happens; without listeners its errors would end the process. */
function reportTo(boss: PgBoss, log: Log): void {
  boss.on('error', (error) => {
    if (isConnectionLoss(error)) log.debug({ err: error }, 'the queue cannot reach the database');
    else log.error({ err: error }, 'the queue failed');
  });
  boss.on('warning', ({ message, data }) => log.warn({ data }, message));
}
