/** One child process as the pool sees it: a job at a time, a deadline, an end. */
import type { ChildProcess } from 'node:child_process';
import type { Log } from '../log.ts';
import type { Launch } from './launch.ts';
import { decodeMs, graceMs, silenceMs } from './limits.ts';
import type { FromRunChild, Init, Progress, Report, RunRequest, ToRunChild } from './protocol.ts';

/** How a job ended without a report. */
export type Death = {
  type: 'died';
  how: 'time' | 'memory' | 'crash';
  decoding: boolean;
  logs: Progress['logs'];
  logsDropped: number;
};

export interface Worker {
  run(request: RunRequest): Promise<Report | Death>;
  /** The pool's own mark: a job is under way, or its end is not dealt with yet. */
  busy: boolean;
  /** Keys of scripts whose isolates the child should still have, the latest last. */
  scripts: string[];
  runs: number;
  /** Resident bytes after the last run. */
  rss: number;
  /** Resolves when the process is gone. */
  kill(): Promise<void>;
}

interface Current {
  id: number;
  decoding: boolean;
  deadline: NodeJS.Timeout;
  scriptMs: number;
  progress: Progress | null;
  end(how: Report | Death): void;
}

/** Characters of a child's standard error that are kept. */
const maxLastWords = 8_192;
/** What V8, isolated-vm and the C++ library say when there is no more memory. */
const memoryWords =
  /out of memory|Last few GCs|heap limit|Allocation failed|invalid (?:table|array|string|size)|Array buffer allocation|is_heap_oom|bad_alloc/i;

/** What every child begins with. */
export type Runtime = Omit<Init, 'type'>;

/** @param onExit called once, when the process is gone or can no longer be reached, after its job was given up */
export function startWorker(launch: Launch, runtime: Runtime, log: Log, onExit: (worker: Worker) => void): Worker {
  const child: ChildProcess = launch('run');
  let current: Current | null = null;
  let overdue = false;
  const { promise: gone, resolve: bury } = Promise.withResolvers<void>();
  let left = false;
  let lastWords = '';

  const finish = (how: Report | Death): void => {
    if (current === null) return;
    clearTimeout(current.deadline);
    const { end } = current;
    current = null;
    end(how);
  };
  const leave = (signal: string | null): void => {
    if (left) return;
    left = true;
    if (current !== null) {
      const memory = signal !== 'SIGKILL' && memoryWords.test(lastWords);
      log.warn({ signal, lastWords: lastWords.slice(0, 500) }, 'a sandbox process ended during a run');
      const { decoding, progress } = current;
      const how = overdue ? 'time' : memory ? 'memory' : 'crash';
      finish({ type: 'died', how, decoding, logs: progress?.logs ?? [], logsDropped: progress?.logsDropped ?? 0 });
    }
    onExit(worker);
    bury();
  };
  const setDeadline = (ms: number): NodeJS.Timeout =>
    setTimeout(() => {
      overdue = true;
      child.kill('SIGKILL');
    }, ms);

  // Kept for the reason of an abort; a process that talks without end is only heard to the first kilobytes.
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    if (lastWords.length < maxLastWords) lastWords += text.slice(0, maxLastWords);
  });
  child.on('error', (error) => {
    log.error({ err: error }, 'a sandbox process could not be started or reached');
    leave(null);
  });
  // `close` and not `exit`: by then the last words have been read.
  child.on('close', (_code, signal) => leave(signal));
  child.on('message', (message: FromRunChild) => {
    if (message.type === 'decoded' && message.id === current?.id) {
      clearTimeout(current.deadline);
      current.decoding = false;
      current.deadline = setDeadline(current.scriptMs + graceMs + silenceMs + decodeMs);
    } else if (message.type === 'progress' && message.id === current?.id) {
      current.progress = message;
    } else if (message.type === 'report' && message.id === current?.id) {
      worker.rss = Number(message.rss);
      finish(message);
    }
  });
  const send = (message: ToRunChild): void => {
    // What cannot be sent is learnt from `close`.
    if (child.connected) child.send(message, () => {});
  };
  send({ type: 'init', ...runtime });

  const worker: Worker = {
    busy: false,
    scripts: [],
    runs: 0,
    rss: 0,
    run(request) {
      worker.runs++;
      return new Promise((resolve) => {
        const decoding = request.answer !== null && request.answer.format !== 'json';
        const allowed = decodeMs + request.limits.scriptMs + graceMs + silenceMs;
        current = {
          id: request.id,
          decoding,
          scriptMs: request.limits.scriptMs,
          progress: null,
          deadline: setDeadline(allowed),
          end: resolve,
        };
        send(request);
      });
    },
    kill() {
      child.kill('SIGKILL');
      return gone;
    },
  };
  return worker;
}
