/** The messages between the pool and its children. A child trusts its parent; what a child says is foreign. */
import type {
  Answer,
  Diagnostic,
  Json,
  Language,
  LogLine,
  ScriptError,
  ScriptLimits,
  Stage,
  Warning,
} from '../../sandbox/contract/job.ts';
import type { JsonObject } from './reading.ts';

/** The first message to a running child: the bundled runtime, what PHP's scripts need beside it, and the program of its watchdog. */
export interface Init {
  type: 'init';
  runtime: string;
  php: string;
  watchdog: string;
}

/** What a child needs of an answer to decode it; the rest is for the script, and goes with the job. */
export interface AnswerBytes extends Pick<Answer, 'body' | 'format' | 'charset' | 'csv' | 'emptyOk'> {
  contentType: string | null;
}

/** One job. What a script may look up crosses as JSON text, which the child hands on unread. */
export interface RunRequest {
  type: 'run';
  /** Counted by child, from 1. */
  id: number;
  key: string;
  /** JavaScript; TypeScript has lost its types by now. In a child its bytes: their text is wanted the first time alone. */
  code: string | Buffer;
  /** As in `Compiled`. */
  positions: string | null;
  stage: Stage;
  limits: ScriptLimits;
  /** A `JobText` of the runtime. */
  job: string;
  /** A `RareText`; null where the job has none. */
  rare: string | null;
  answer: AnswerBytes | null;
}

export type ToRunChild = Init | RunRequest;

/** What a child is at: decoding the answer, giving it to the script, running that. It dies of what it is at. */
export type Phase = (typeof phases)[number];
export const phases = ['decode', 'start', 'script'] as const;

/** The phase a job begins with. Small answers in JSON are read so quickly that nobody needs to be told. */
export function firstPhase({ answer }: Pick<RunRequest, 'answer'>): Phase {
  if (answer === null || (answer.format === 'json' && answer.body.byteLength < longAnswer)) return 'script';
  return answer.format === 'json' ? 'start' : 'decode';
}
const longAnswer = 200_000;

export interface PhaseBegan {
  type: 'phase';
  id: number;
  phase: Phase;
}

/** What cannot be ended by ending the script. */
export type Overrun = 'time' | 'memory';

/** The child's last words, before it ends itself: decoding the answer, giving it to the script, or the script, took more than it may. */
export interface Overstepped {
  type: 'overrun';
  id: number;
  how: Overrun;
  phase: Phase;
  logs: LogLine[];
  logsDropped: number;
}

/** What the script has logged so far, in case this process does not live to report it. */
export interface Progress {
  type: 'progress';
  id: number;
  logs: LogLine[];
  logsDropped: number;
}

/** A report but for its long text, as a child writes it. */
export interface ReportHead {
  type: 'report';
  id: number;
  /** Why the run failed where the child knows it and the script does not say. */
  error: ScriptError | null;
  logs: LogLine[];
  logsDropped: number;
  /** Of decoding. */
  warnings: Warning[];
  decodeMs: number;
  scriptMs: number;
  /** Resident bytes of the child after the run. */
  rss: number;
}

/** A report as it arrives, its error and its warnings still to be judged. */
export interface Report extends Omit<ReportHead, 'error' | 'warnings'> {
  error: JsonObject | null;
  warnings: Json[];
  /** What the runtime gave back, JSON text in UTF-8; null where nothing could be had. */
  result: Buffer | null;
}

export type FromRunChild = PhaseBegan | Report;

/** What the watchdog says, a JSON text per line, through a pipe of its own. */
export type Said = Overstepped | Progress;
export const watchdogDescriptor = 4;
/** Where a running child reads requests and writes reports. */
export const requestDescriptor = 3;

export interface CompileRequest {
  /** `translate`: to JavaScript for people, from PHP alone. */
  type: 'compile' | 'translate';
  language: Language;
  stage: Stage;
  code: string;
  /** For people: every error that can be found, and names that do not exist; else only what is needed to run it. */
  thorough: boolean;
}

export interface Compiled {
  /** JavaScript; null where the text does not compile. */
  code: string | null;
  /** Of PHP alone: line and column in its text for each line of `code`, as JSON `[line, column, …]`. Else they are the same. */
  positions: string | null;
  diagnostics: Diagnostic[];
}
