/** One child process as the pool sees it: a job at a time, a deadline, an end. */
import type { ChildProcess } from 'node:child_process';
import type { Duplex, Readable } from 'node:stream';
import type { Log } from '../log.ts';
import { readFrames, writeFrame } from './frames.ts';
import type { Launch } from './launch.ts';
import { decodeMs, graceMs, patience, silenceMs } from './limits.ts';
import { initFrame, maxReportBytes, readFromChild, requestFrame } from './messages.ts';
import {
  type FromRunChild,
  firstPhase,
  type Init,
  type Overrun,
  type Overstepped,
  type Phase,
  type Progress,
  type Report,
  requestDescriptor,
  watchdogDescriptor,
} from './protocol.ts';
import type { NewRequest } from './request.ts';
import { hear } from './said.ts';

/** How a job ended without a report. */
export type Death = {
  type: 'died';
  how: Overrun | 'crash';
  during: Phase;
  logs: Progress['logs'];
  logsDropped: number;
};

export interface Worker {
  run(request: NewRequest): Promise<Report | Death>;
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
  during: Phase;
  deadline: NodeJS.Timeout;
  scriptMs: number;
  progress: Progress | Overstepped | null;
  end(how: Report | Death): void;
}

/** Characters of a child's standard error that are kept. */
const maxLastWords = 8_192;
/** What V8, isolated-vm and the C++ library say when there is no more memory. */
const memoryWords =
  /out of memory|Last few GCs|heap limit|Allocation failed|invalid (?:table|array|string|size)|Array buffer allocation|is_heap_oom|bad_alloc/i;

/**
 * @throws where no process can be had
 * @param onExit called once, when the process is gone or can no longer be reached, after its job was given up
 */
export function startWorker(launch: Launch, init: Init, log: Log, onExit: (worker: Worker) => void): Worker {
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
      log.warn({ signal, lastWords: lastWords.slice(-500) }, 'a sandbox process ended during a run');
      const { during, progress } = current;
      const { logs, logsDropped } = progress ?? { logs: [], logsDropped: 0 };
      if (progress?.type === 'overrun')
        finish({ type: 'died', how: progress.how, during: progress.phase, logs, logsDropped });
      else finish({ type: 'died', how: overdue ? 'time' : memory ? 'memory' : 'crash', during, logs, logsDropped });
    }
    onExit(worker);
    bury();
  };
  // The child and its watchdog keep the limits; this is for a child that has lost both.
  const setDeadline = (scriptMs: number): NodeJS.Timeout =>
    setTimeout(
      () => {
        overdue = true;
        child.kill('SIGKILL');
      },
      patience * (decodeMs + scriptMs) + graceMs + silenceMs,
    );

  // Kept for the reason of an abort.
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    lastWords = (lastWords + text).slice(-maxLastWords);
  });
  child.on('error', (error) => {
    log.error({ err: error }, 'a sandbox process could not be started or reached');
    leave(null);
  });
  // `close` and not `exit`: by then the last words have been read.
  child.on('close', (_code, signal) => leave(signal));
  const hearMessage = (message: FromRunChild): void => {
    if (message.type === 'phase' && message.id === current?.id) {
      clearTimeout(current.deadline);
      current.during = message.phase;
      current.deadline = setDeadline(current.scriptMs);
    } else if (message.type === 'report' && message.id === current?.id) {
      worker.rss = Number(message.rss);
      finish(message);
    }
  };
  const kill = (): void => void child.kill('SIGKILL');
  const requests = child.stdio[requestDescriptor] as Duplex;
  readFrames(requests, maxReportBytes, (frame) => hearMessage(readFromChild(frame)), kill);
  hear(
    child.stdio[watchdogDescriptor] as Readable,
    (said) => {
      if (said.id === current?.id) current.progress = said;
    },
    kill,
  );
  writeFrame(requests, initFrame(init));

  const worker: Worker = {
    busy: false,
    scripts: [],
    runs: 0,
    rss: 0,
    run(request) {
      const id = ++worker.runs;
      return new Promise((resolve) => {
        current = {
          id,
          during: firstPhase(request),
          scriptMs: request.limits.scriptMs,
          progress: null,
          deadline: setDeadline(request.limits.scriptMs),
          end: resolve,
        };
        writeFrame(requests, requestFrame(id, request));
      });
    },
    kill() {
      child.kill('SIGKILL');
      return gone;
    },
  };
  return worker;
}
