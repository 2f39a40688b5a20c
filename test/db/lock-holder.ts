// A process that locks a data directory, says whether it could, and holds on until it is killed.
import { lockDirectory } from '../../src/db/lock.ts';

try {
  lockDirectory(process.argv[2] ?? '', new Date());
  process.send?.({ locked: true });
  setInterval(() => undefined, 1_000_000);
} catch (error) {
  process.send?.({ locked: false, message: (error as Error).message });
}
