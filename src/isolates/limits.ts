/** Limits of the processes around the sandbox. Those of one run, which an admin may set, stand in `sandbox/contract`. */

/** Bytes of an answer; what fetches it has a lower limit of its own. */
export const maxAnswerBytes = 64 * 1024 * 1024;
/** Milliseconds of processor time an answer may take to decode. */
export const decodeMs = 10_000;
/** How many times its limit a phase may take by the clock, where the machine gives the process no core. */
export const patience = 4;
/** Milliseconds a script may overstay in code that cannot be interrupted, before its process is killed. */
export const graceMs = 150;
/** Milliseconds the parent waits, beyond all patience, for a child that no longer answers. */
export const silenceMs = 500;
/** Milliseconds between looks at a running child's memory. */
export const watchMs = 10;
/** Mebibytes of resident memory that a run may add: one and a half times the script's own limit, and this. */
export const memorySlackMb = 48;
/** Mebibytes of the child's own heap, in which XML and CSV are decoded. */
export const childHeapMb = 512;
/** Bytes of address space; an isolate reserves about 600 MB of it, and a child has three, its own and its watchdog’s. */
export const addressSpace = 6 * 1024 ** 3;
/** Resident bytes after a run at which a child is replaced. */
export const recycleBytes = 512 * 1024 * 1024;
/** A new child costs the time of some hundred small runs until it is as quick as the old one, and makes some of them wait. */
export const recycleAfterRuns = 100_000;
/** The part of these runs after which a child's successor is started. */
export const standbyShare = 0.98;
/** Script isolates that a child keeps. */
export const isolatesPerChild = 2;
/** Milliseconds of processor time that compiling one script may take, its process included. */
export const compileMs = 5_000;
/** Milliseconds after which a text that is still being compiled begins anew behind those that take as long. */
export const quickCompileMs = 2_000;
/** Milliseconds that a process which has nothing to compile is kept for the next text. */
export const compilerWaitsMs = 60_000;
/** Scripts that are compiled at the same time, for runs and for people who write them each; the others wait. */
export const compilersAtOnce = 2;
/** Characters of source, of scripts that have to be compiled, whose JavaScript the pool remembers. */
export const compiledBytes = 16 * 1024 * 1024;
