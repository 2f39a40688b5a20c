/**
 * A child process that runs scripts, one job at a time. It believes neither the answer it decodes nor the script it runs:
 * whatever gets out of hand here ends with this process, which holds nothing but the job.
 */
import { frameReader, frameWriter } from '../frames.ts';
import { fromChildFrame, readToChild } from '../messages.ts';
import { type Init, type PhaseBegan, type ReportHead, type RunRequest, requestDescriptor } from '../protocol.ts';
import { createLogBuffer } from './log-buffer.ts';
import { ownHeap } from './own-heap.ts';
import { type Child, runJob } from './run-job.ts';
import { scriptIsolates } from './script-isolates.ts';
import { createWatch } from './watch.ts';

const nextFrame = frameReader(requestDescriptor);
const writeFrame = frameWriter(requestDescriptor);
const init = next();
if (init.type !== 'init') throw new Error('The first message is not the runtime');
const heap = ownHeap();
const child = prepare(init);
for (;;) {
  const request = next();
  if (request.type === 'run') run(request);
}

function next() {
  const frame = nextFrame();
  // Nobody is left to run anything for.
  if (frame === null) process.kill(process.pid, 'SIGKILL');
  return readToChild(frame as Exclude<typeof frame, null>);
}

function prepare({ runtime, php, watchdog }: Init): Child {
  const log = createLogBuffer();
  const watch = createWatch(watchdog, log);
  const isolates = scriptIsolates({ runtime, php }, log);
  isolates.prepare(null);
  return { isolates, watch, log };
}

function run(request: RunRequest): void {
  const { report, result, script } = runJob(request, child, (phase) =>
    send({ type: 'phase', id: request.id, phase }, null),
  );
  send(report, result);
  // The next run may grow from where the process is now.
  if (heap.tidy()) child.watch.measureAfter(Number.POSITIVE_INFINITY);
  child.isolates.prepare(script);
}

function send(head: PhaseBegan | ReportHead, result: string | null): void {
  writeFrame(fromChildFrame(head, result));
}
