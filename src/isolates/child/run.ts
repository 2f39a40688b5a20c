/**
 * A child process that runs scripts, one job at a time. It believes neither the answer it decodes nor the script it runs:
 * whatever gets out of hand here ends with this process, which holds nothing but the job.
 */
import ivm from 'isolated-vm';
import type { FromRunChild, Init, Report, RunRequest, ToRunChild } from '../protocol.ts';
import { createLogBuffer } from './log-buffer.ts';
import { type Child, runJob } from './run-job.ts';
import { scriptIsolates } from './script-isolate.ts';
import { createWatch } from './watch.ts';

/** Runs between looks at what this process has grown to. */
const measureEvery = 16;
let runs = 0;
let child: Child | null = null;
let rss = 0;

// Nobody is left to run anything for.
process.on('disconnect', () => process.kill(process.pid, 'SIGKILL'));
process.on('message', (message: ToRunChild) => {
  if (message.type === 'init') {
    child = prepare(message);
    send({ type: 'ready' });
  } else if (child !== null) {
    run(message, child);
  }
});

function prepare({ runtime, watchdog }: Init): Child {
  const log = createLogBuffer();
  const watch = createWatch(watchdog, log);
  const isolates = scriptIsolates(runtime);
  isolates.prepare(null);
  rss = watch.measure();
  const copy = new ivm.ExternalCopy(log);
  return { isolates, watch, log, logForIsolate: () => copy.copyInto() };
}

function run(request: RunRequest, among: Child): void {
  const { report, script } = runJob(request, among, (phase) => send({ type: 'phase', id: request.id, phase }));
  send({ ...report, rss } satisfies Report);
  setImmediate(() => {
    among.isolates.prepare(script);
    // It takes as long as a tenth of a short run.
    if (++runs % measureEvery === 0) rss = among.watch.measure();
  });
}

function send(message: FromRunChild): void {
  process.send?.(message);
}
