/** The messages between the pool and its children. Both sides treat what arrives as foreign. */
import type {
  Answer,
  Diagnostic,
  Language,
  LogLine,
  ScriptError,
  ScriptLimits,
  Stage,
  Warning,
} from '../../sandbox/contract/job.ts';

/** The first message to a running child: the bundled runtime, and what PHP's scripts need beside it. */
export interface Init {
  type: 'init';
  runtime: string;
  php: string;
}

/** One job. Everything a script may look up crosses as JSON text, which the child hands on unread. */
export interface RunRequest {
  type: 'run';
  id: number;
  key: string;
  /** JavaScript; TypeScript has lost its types by now. */
  code: string;
  /** As in `Compiled`. */
  positions: string | null;
  stage: Stage;
  limits: ScriptLimits;
  /** A `JobText` of the runtime. */
  job: string;
  /** `LookUps` and `LeadTables`; null where the job has none. */
  lookUps: string | null;
  tables: string | null;
  answer: Answer | null;
}

export type ToRunChild = Init | RunRequest;

/** The answer is decoded, the script runs now: what dies from here on, dies of the script. */
export interface Decoded {
  type: 'decoded';
  id: number;
}

/** What the script has logged so far, in case this process does not live to report it. */
export interface Progress {
  type: 'progress';
  id: number;
  logs: LogLine[];
  logsDropped: number;
}

export interface Report {
  type: 'report';
  id: number;
  /** Why the run failed where the child knows it and the script does not say. */
  error: ScriptError | null;
  /** What the runtime gave back, as JSON text; null where nothing could be had. */
  result: string | null;
  logs: LogLine[];
  logsDropped: number;
  /** Of decoding. */
  warnings: Warning[];
  decodeMs: number;
  scriptMs: number;
  /** Resident bytes of the child after the run. */
  rss: number;
  /** The child is no longer to be trusted and wants to be killed. */
  spent: boolean;
}

export type FromRunChild = { type: 'ready' } | Decoded | Progress | Report;

export interface CompileRequest {
  /** `translate`: to JavaScript for people, from PHP alone. */
  type: 'compile' | 'translate';
  language: Language;
  stage: Stage;
  code: string;
}

export interface Compiled {
  type: 'compiled';
  /** JavaScript; null where the text does not compile. */
  code: string | null;
  /** Of PHP alone: line and column in its text for each line of `code`, as JSON `[line, column, …]`. Else they are the same. */
  positions: string | null;
  diagnostics: Diagnostic[];
}
