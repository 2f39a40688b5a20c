/** What the runtime inside the isolate and the process outside agree upon. */
import type { LogLine } from './contract/job.ts';
import { maxLogBytes, maxLogLines } from './contract/limits.ts';

/** The name scripts are compiled under; frames of any other are left out of every stack. */
export const scriptName = 'script';
/** The name of the runtime's own text. */
export const runtimeName = 'sverka';

/**
 * The log's buffer: two 32-bit counters (16-bit units written, lines dropped), then per line its level (an index of
 * `logLevels`), its length in two units, its UTF-16 text.
 */
export const logLevels: readonly LogLine['level'][] = ['log', 'warn', 'error'];
export const logHeaderBytes = 8;
export const logBufferBytes = logHeaderBytes + 2 * (maxLogBytes + 3 * maxLogLines);
