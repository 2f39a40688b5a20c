/**
 * A child process that runs scripts, one job at a time. It believes neither the answer it decodes nor the script it runs:
 * whatever gets out of hand here ends with this process, which holds nothing but the job.
 */
import type { FromRunChild, Report, RunRequest, ToRunChild } from '../protocol.ts';
import { createLogBuffer } from './log-buffer.ts';
import { runJob } from './run-job.ts';
import { type ScriptIsolates, scriptIsolates } from './script-isolate.ts';
import { createWatch } from './watch.ts';

const log = createLogBuffer();
const watch = createWatch(() => {
  if (log.isNews()) send({ type: 'progress', id: running, ...log.read() });
});
let isolates: ScriptIsolates | null = null;
/** Runs between looks at what this process has grown to. */
const measureEvery = 16;
let runs = 0;
let rss = watch.measure();
/** Id of the latest job. */
let running = -1;

// Nobody is left to run anything for, and an isolate may still be spinning: an ordinary exit would wait for it.
process.on('disconnect', () => process.kill(process.pid, 'SIGKILL'));
process.on('message', (message: ToRunChild) => {
  if (message.type === 'init') {
    isolates = scriptIsolates(message, watch.catastrophe);
    isolates.prepare(null);
    send({ type: 'ready' });
  } else if (isolates !== null) {
    void run(message, isolates);
  }
});

async function run(request: RunRequest, among: ScriptIsolates): Promise<void> {
  running = request.id;
  const { report, script } = await runJob(request, {
    isolates: among,
    log,
    watch,
    decoded: () => send({ type: 'decoded', id: request.id }),
  });
  send({ ...report, rss } satisfies Report);
  if (report.spent) return;
  setImmediate(() => {
    among.prepare(script);
    // It takes as long as a tenth of a short run.
    if (++runs % measureEvery === 0) rss = watch.measure();
  });
}

function send(message: FromRunChild): void {
  process.send?.(message);
}
