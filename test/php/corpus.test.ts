import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { expectKind, openSandbox, processJob } from '../sandbox/sandbox.ts';
import { comparable, snippetFiles } from './corpus/snippets.ts';

const sandbox = openSandbox();
const limits = { scriptMs: 10_000, memoryMb: 128 };
/** A run's log holds 64 KiB, and every byte of output takes two. */
const logged = 50_000;

/** Like the command that records: each snippet in a function of its own, its output taken as bytes. */
const wrapped = (code: string): string =>
  `ob_start(); try { (function () { ${code} })(); } catch (\\Throwable $e) { echo get_class($e), ': ', $e->getMessage(); } while (ob_get_level() > 1) ob_end_flush(); $__o = ob_get_clean(); echo bin2hex($__o), "\\n";`;

function batches(rows: [string, string][]): [string, string][][] {
  const all: [string, string][][] = [];
  let size = Number.POSITIVE_INFINITY;
  for (const row of rows) {
    const bytes = row[1].length * 2 + 200;
    if (size + bytes > logged || (all.at(-1)?.length ?? 0) >= 60) {
      all.push([]);
      size = 0;
    }
    all.at(-1)?.push(row);
    size += bytes;
  }
  return all;
}

describe('what PHP 8.2 printed, scripts print', () => {
  for (const { name, snippets } of snippetFiles()) {
    const rows = JSON.parse(readFileSync(new URL(`corpus/recorded/${name}.json`, import.meta.url), 'utf8')) as [
      string,
      string,
    ][];

    it(`has a recording of every snippet of ${name}`, () => {
      expect(rows.map(([code]) => code)).toEqual(snippets);
    });

    it(`in ${name}`, async () => {
      const different: unknown[] = [];
      for (const batch of batches(rows)) {
        const code = batch.map(([snippet]) => wrapped(snippet)).join('\n');
        const job = processJob(code, { language: 'php', limits });
        const { logs, logsDropped } = expectKind(await sandbox.run(job), 'edits');
        expect(logsDropped).toBe(0);
        batch.forEach(([snippet, recorded], i) => {
          const printed = Buffer.from(logs[i]?.text ?? '', 'hex').toString('latin1');
          if (comparable(printed) !== comparable(recorded)) different.push({ snippet, recorded, printed });
        });
      }
      expect(different).toEqual([]);
    });
  }
});
