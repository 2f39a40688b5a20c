/** A process of few descriptors whose sandbox loses its child while there are none left; prints what became of it. */
import { closeSync, openSync } from 'node:fs';
import { createIsolates } from '../../src/isolates/pool.ts';
import { createLog } from '../../src/log.ts';
import { childPids } from './processes.ts';
import { spinning } from './spinning.ts';

const isolates = createIsolates({ workers: 1, log: createLog('silent') });
const honest = { ...spinning, script: { key: 'honest@1', language: 'js', code: '1' } } as const;
await isolates.run(honest);
// Read once: afterwards there may be no descriptor to look with.
const [child = 0] = childPids();

const taken: number[] = [];
try {
  for (;;) taken.push(openSync('/dev/null', 'r'));
} catch {
  // That was the last one.
}
const spun = isolates.run(spinning);
process.kill(child, 'SIGKILL');
await spun;
// The pipes of the child that is gone are free now.
try {
  for (;;) taken.push(openSync('/dev/null', 'r'));
} catch {
  // Again.
}
const waiting = isolates.run(honest);
await isolates
  .compile({ language: 'ts', stage: 'process', code: '1' })
  .catch((error: Error) => process.stdout.write(`compiling: ${error.message}\n`));
for (const descriptor of taken) closeSync(descriptor);
process.stdout.write(`ran again: ${(await waiting).kind}\n`);
await isolates.close();
