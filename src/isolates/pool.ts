/** Runs scripts in child processes: one job per child at a time, killed and replaced when it overstays. */
import type { Diagnostic, Job, Outcome } from '../../sandbox/contract/job.ts';
import type { Log } from '../log.ts';
import { bundleChild, bundlePhp, bundleRuntime } from './bundle.ts';
import { type Compiler, CompilerFailed, createCompiler, type Source } from './compiler.ts';
import { findLaunch, type Launch } from './launch.ts';
import { recycleAfterRuns as defaultRecycling, isolatesPerChild, recycleBytes, standbyShare } from './limits.ts';
import { outcomeOfDeath, outcomeOfInvalid, outcomeOfReport, outcomeOfTrouble } from './outcome.ts';
import type { Compiled, Init } from './protocol.ts';
import { runRequest } from './request.ts';
import { startWorker, type Worker } from './worker.ts';

export interface Isolates {
  /**
   * Runs a job. Never rejects for anything that a script or an answer does.
   * @throws the signal's reason when it aborts, and an Error when the pool is closed before the job began
   */
  run(job: Job, signal?: AbortSignal): Promise<Outcome>;
  /** What is wrong with a script's text; empty where it compiles. */
  compile(source: Source): Promise<Diagnostic[]>;
  /** A script in PHP as JavaScript to read; the code is null, with what stands in the way, where it is not sure to do the same. */
  translate(code: string): Promise<Pick<Compiled, 'code' | 'diagnostics'>>;
  stats(): IsolatesStats;
  /** Prepares the children, which otherwise happens with the first job. */
  warm(): void;
  /** Kills the children. Runs under way end as `script_crashed`, those that wait are refused. */
  close(): Promise<void>;
}

export interface IsolatesStats {
  children: number;
  busy: number;
  queued: number;
  /** Since the start: jobs that a child took, children killed, children replaced because of their age or size. */
  runs: number;
  killed: number;
  recycled: number;
}

export interface IsolatesOptions {
  /** Child processes, and so scripts that run at the same time. */
  workers: number;
  log: Log;
  /** Runs after which a child is replaced. */
  recycleAfterRuns?: number;
}

interface Waiting {
  affinity: string;
  take(worker: Worker): void;
  refuse(reason: unknown): void;
}

/** Milliseconds until another child is tried, where none could be had. */
const troubleMs = 1_000;

export function createIsolates({ workers, log, recycleAfterRuns = defaultRecycling }: IsolatesOptions): Isolates {
  const children = new Set<Worker>();
  /** Stands ready for a child that is about to be replaced: starting one takes as long as many runs. */
  let standby: Worker | null = null;
  /** Ends of children that were replaced. */
  const leaving = new Set<Promise<void>>();
  const queue: Waiting[] = [];
  const counts = { runs: 0, killed: 0, recycled: 0 };
  let closed = false;
  let trouble: NodeJS.Timeout | null = null;
  let parts: { launch: Launch; init: Init; compiler: Compiler } | null = null;
  let preparing: ReturnType<typeof prepare> | null = null;

  /** From the first use on, or when the program has time for it: it takes two cores half a second. */
  function ready(): ReturnType<typeof prepare> {
    if (preparing === null) {
      preparing = prepare();
      preparing.catch((error: unknown) => {
        log.error({ err: error }, 'the sandbox cannot be prepared');
        // Whoever asks next tries again.
        preparing = null;
      });
    }
    return preparing;
  }

  async function prepare() {
    const [launch, runtime, php, watchdog] = await Promise.all([
      findLaunch(),
      bundleRuntime(),
      bundlePhp(),
      bundleChild('watchdog'),
    ]);
    parts = { launch, init: { type: 'init', runtime, php, watchdog }, compiler: createCompiler(launch) };
    refill();
    return parts;
  }

  function refill(): void {
    if (parts === null || closed) return;
    while (children.size < workers) {
      const child = standby ?? start(parts);
      standby = null;
      // Those that are left go on meanwhile.
      if (child === null) return refillLater();
      children.add(child);
    }
  }

  /** Null where the machine has no process to give. */
  function start({ launch, init }: { launch: Launch; init: Init }): Worker | null {
    try {
      return startWorker(launch, init, log, lose);
    } catch (error) {
      log.error({ err: error }, 'a sandbox process could not be started');
      return null;
    }
  }

  function lose(worker: Worker): void {
    if (standby === worker) standby = null;
    if (!children.delete(worker)) return;
    // A child that died before it could do anything would be followed by many more of its kind.
    if (worker.runs === 0) refillLater();
    else refillAndAssign();
  }

  function refillLater(): void {
    if (closed) return;
    trouble ??= setTimeout(() => {
      trouble = null;
      refillAndAssign();
    }, troubleMs);
  }

  function refillAndAssign(): void {
    refill();
    assign();
  }

  /** Gives waiting jobs, in their order, to idle children; one that knows the script is preferred. */
  function assign(): void {
    while (queue.length > 0) {
      const idle = [...children].filter((worker) => !worker.busy);
      const waiting = queue[0];
      if (idle.length === 0 || waiting === undefined) return;
      queue.shift();
      waiting.take(idle.find((worker) => worker.scripts.includes(waiting.affinity)) ?? leastUsed(idle));
    }
  }

  function release(worker: Worker, affinity: string): void {
    const known = worker.scripts.filter((script) => script !== affinity);
    worker.scripts = [...known, affinity].slice(-isolatesPerChild);
    if (worker.runs >= recycleAfterRuns || worker.rss > recycleBytes) {
      counts.recycled++;
      retire(worker);
    } else {
      if (worker.runs >= standbyShare * recycleAfterRuns && parts !== null && !closed) standby ??= start(parts);
      worker.busy = false;
    }
    assign();
  }

  function retire(worker: Worker): void {
    children.delete(worker);
    const going = worker.kill();
    leaving.add(going);
    void going.then(() => leaving.delete(going));
    refill();
  }

  function waitForWorker(affinity: string, signal?: AbortSignal): Promise<Worker> {
    return new Promise((resolve, reject) => {
      const abort = (): void => waiting.refuse(signal?.reason);
      const waiting: Waiting = {
        affinity,
        take(worker) {
          signal?.removeEventListener('abort', abort);
          worker.busy = true;
          resolve(worker);
        },
        refuse(reason) {
          signal?.removeEventListener('abort', abort);
          const at = queue.indexOf(waiting);
          if (at !== -1) queue.splice(at, 1);
          reject(reason);
        },
      };
      signal?.addEventListener('abort', abort);
      queue.push(waiting);
      assign();
    });
  }

  async function run(job: Job, signal?: AbortSignal): Promise<Outcome> {
    if (closed) throw new Error('The sandbox is closed');
    signal?.throwIfAborted();
    const { compiler } = parts ?? (await ready());
    const compiling = compiler.javascript(job.script, job.stage).catch((error: unknown) => {
      if (error instanceof CompilerFailed) return null;
      throw error;
    });
    const compiled = await unlessAborted(compiling, signal);
    if (closed) throw new Error('The sandbox is closed');
    signal?.throwIfAborted();
    if (compiled === null) return outcomeOfTrouble(job);
    const { code, positions, diagnostics } = compiled;
    if (code === null) return outcomeOfInvalid(job, diagnostics);
    const request = runRequest(job, { code, positions });
    const affinity = `${job.limits.memoryMb} ${job.script.key}`;
    const worker = await waitForWorker(affinity, signal);
    if (signal?.aborted === true) {
      worker.busy = false;
      assign();
      throw signal.reason;
    }
    counts.runs++;
    const kill = (): void => void worker.kill();
    signal?.addEventListener('abort', kill);
    const end = await worker.run(request);
    signal?.removeEventListener('abort', kill);
    if (end.type === 'died') counts.killed++;
    else release(worker, affinity);
    signal?.throwIfAborted();
    return end.type === 'died' ? outcomeOfDeath(job, end) : outcomeOfReport(job, end);
  }

  return {
    run,
    async compile(source) {
      const { compiler } = await ready();
      return compiler.diagnose(source);
    },
    async translate(php) {
      const { compiler } = await ready();
      const { code, diagnostics } = await compiler.translate(php);
      return { code, diagnostics };
    },
    stats: () => ({
      children: children.size,
      busy: [...children].filter((worker) => worker.busy).length,
      queued: queue.length,
      ...counts,
    }),
    warm: () => void ready(),
    async close() {
      closed = true;
      if (trouble !== null) clearTimeout(trouble);
      if (preparing === null) return;
      const { compiler } = await ready();
      for (const waiting of queue.splice(0)) waiting.refuse(new Error('The sandbox is closed'));
      await Promise.all([
        compiler.close(),
        standby?.kill(),
        ...[...children].map((worker) => worker.kill()),
        ...leaving,
      ]);
    },
  };
}

/** The work goes on: others may wait for it, or will. */
function unlessAborted<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return work;
  return new Promise((resolve, reject) => {
    const abort = (): void => reject(signal.reason);
    signal.addEventListener('abort', abort, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}

function leastUsed(workers: Worker[]): Worker {
  return workers.reduce((a, b) => (b.scripts.length < a.scripts.length ? b : a));
}
