/** How a run begins for a script in PHP: its run-time support is there already, and learns what it runs in. */
import { type Core, oneRow } from './core.ts';
import { writeLog } from './log.ts';
import type { Opening, Php } from './php/index.ts';
import { deleteProperty, freeze, TheDateTimeFormat } from './primordials.ts';
import { countWarning } from './warnings.ts';

/** @param run UNIX seconds; the answer in JSON, and as it came where it is XML */
export function openPhp(core: Core, { now, answer, source }: Pick<Opening, 'now' | 'answer' | 'source'>): void {
  const globals = globalThis as unknown as { php: Php } & Record<string, unknown>;
  const { php } = globals;
  php.open({
    now,
    answer,
    source,
    random: () => Math.random(),
    warn: (code, what) => countWarning(code, 1, what),
    log: writeLog,
    dateTimeFormat: TheDateTimeFormat,
    core: core as unknown as Opening['core'],
    oneRow,
    global: (name) => globals[`$${name}`],
    giveBack(name, value) {
      globals[`$${name}`] = value;
    },
  });
  deleteProperty(php, 'open');
  freeze(php);
}
