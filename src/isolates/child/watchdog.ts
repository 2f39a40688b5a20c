/**
 * A thread beside the one that runs scripts, which cannot look up from its work. It passes on what a script has logged so
 * far, and ends the process when a script cannot be ended otherwise, saying why.
 */
import { workerData } from 'node:worker_threads';
import { writeAllSync } from '../frames.ts';
import { graceMs, watchMs } from '../limits.ts';
import { type Overrun, type Said, watchdogDescriptor } from '../protocol.ts';
import { asleepWord, ceilingAt, jobWord, msAt, openControl, phaseWord, states, turnWord } from './control.ts';
import { readLog } from './log-buffer.ts';

/** Milliseconds without a script after which the watchdog sleeps until it is woken. */
const restlessMs = 2_000;
/** Characters of a log that may be told in a millisecond, on average. */
const toldPerMs = 256;

const given = workerData as { control: SharedArrayBuffer; log: SharedArrayBuffer };
const { words, limits } = openControl(given.control);
/** A word that nobody writes, to wait on. */
const still = new Int32Array(new SharedArrayBuffer(4));
const logCounters = new Int32Array(given.log, 0, 2);
let told = { id: 0, written: 0, at: 0 };
/** The phase that was under way when this thread looked last, by its number, and where it and the process's work stood when first seen. */
let seen = { turn: -1, at: 0, spent: 0 };
let idleMs = 0;

for (;;) {
  const phase = states[Atomics.load(words, phaseWord)];
  if (phase !== undefined && phase !== 'idle') {
    idleMs = 0;
    const id = words[jobWord] ?? 0;
    const overrun = overrunNow();
    if (overrun !== null) {
      say({ type: 'overrun', id, how: overrun, phase, ...readLog(given.log) });
      process.kill(process.pid, 'SIGKILL');
    }
    tellNews(id);
  } else {
    idleMs += watchMs;
  }
  if (idleMs < restlessMs) Atomics.wait(still, 0, 0, watchMs);
  else sleep();
}

/**
 * How the phase under way has overstepped its limits; null while it has not. A process that got no core for a while is not
 * late: its time is over when both the clock and its own work say so.
 */
function overrunNow(): Overrun | null {
  const turn = Atomics.load(words, turnWord);
  if (turn !== seen.turn) {
    seen = { turn, at: performance.now(), spent: processorTime() };
    return null;
  }
  const { [msAt]: ms = 0, [ceilingAt]: ceiling = 0 } = limits;
  const late = performance.now() - seen.at > ms + graceMs && processorTime() - seen.spent > ms;
  const grown = process.memoryUsage.rss() > ceiling;
  // Limits of a phase that has just begun say nothing of the one before.
  if (Atomics.load(words, turnWord) !== turn) return null;
  return grown ? 'memory' : late ? 'time' : null;
}

/** Milliseconds of work that this process has done, on all of its threads. */
function processorTime(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
}

function sleep(): void {
  Atomics.store(words, asleepWord, 1);
  // A script that began before that did not wake it.
  if (Atomics.load(words, phaseWord) === 0) Atomics.wait(words, asleepWord, 1);
  Atomics.store(words, asleepWord, 0);
  idleMs = 0;
}

function tellNews(id: number): void {
  const [written = 0] = logCounters;
  // Lines that were dropped are only counted: nothing has to be said of each.
  if (written === 0 || (told.id === id && told.written === written)) return;
  const now = performance.now();
  // All of it is told each time: of a long log less often.
  if (told.id === id && now - told.at < written / toldPerMs) return;
  told = { id, written, at: now };
  say({ type: 'progress', id, ...readLog(given.log) });
}

function say(what: Said): void {
  writeAllSync(watchdogDescriptor, Buffer.from(`${JSON.stringify(what)}\n`));
}
