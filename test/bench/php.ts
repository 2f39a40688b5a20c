import ivm from 'isolated-vm';
import { bundlePhp, bundleRuntime } from '../../src/isolates/bundle.ts';
import { compilePhp } from '../../src/isolates/child/php/index.ts';
import { createIsolates } from '../../src/isolates/pool.ts';
import { createLog } from '../../src/log.ts';
import { processJob } from '../sandbox/sandbox.ts';
import { printTable } from './world.ts';

const rows = 1_000;
const rounds = 60;

/** The same script by hand in both languages. */
const scripts = {
  js: `for (const d of $data) {
  const oid = $e2i[d.id];
  if (!oid) continue;
  switch (d.status) {
    case 'accept': $core.lead.edit(oid, { accept: 1, cash: { pay: d.payout, cc: d.currency } }); break;
    case 'cancel': $core.lead.edit(oid, { status: 5, comment: d.comment.trim() }); break;
    default: $core.lead.edit(oid, { status: 3, comment: d.comment + ' ' + d.n });
  }
}`,
  php: `foreach ($data as $d) {
  $oid = $e2i[$d['id']];
  if (!$oid) continue;
  switch ($d['status']) {
    case 'accept': $core->lead->edit($oid, ['accept' => 1, 'cash' => ['pay' => $d['payout'], 'cc' => $d['currency']]]); break;
    case 'cancel': $core->lead->edit($oid, ['status' => 5, 'comment' => trim($d['comment'])]); break;
    default: $core->lead->edit($oid, ['status' => 3, 'comment' => $d['comment'] . ' ' . $d['n']]);
  }
}`,
} as const;

const median = (list: number[]): number => list.sort((a, b) => a - b)[list.length >> 1] ?? 0;

/**
 * As a child makes isolates of PHP scripts after its first, from what compiling came to where it had run: milliseconds, and how many
 * of them the support adds to the runtime's, each beside the other.
 */
function coldAgain(runtime: string, support: string): { whole: number; added: number } {
  let cachedData: ivm.ExternalCopy<ArrayBuffer> | undefined;
  const times: number[] = [];
  const additions: number[] = [];
  for (let round = 0; round < 16; round++) {
    const isolate = new ivm.Isolate({ memoryLimit: 64 });
    const began = performance.now();
    const context = isolate.createContextSync();
    isolate.compileScriptSync(runtime).runSync(context);
    const half = performance.now();
    isolate.compileScriptSync(support, cachedData === undefined ? {} : { cachedData }).runSync(context);
    if (round > 0) {
      times.push(performance.now() - began);
      additions.push(performance.now() - half);
    }
    if (cachedData === undefined) {
      const whole = isolate.compileScriptSync(support, { produceCachedData: true });
      ({ cachedData } = whole as ivm.CachedDataResult);
    }
    isolate.dispose();
  }
  return { whole: median(times), added: median(additions) };
}

/** PHP beside JavaScript: running, compiling, and what its support costs an isolate that is new. */
export async function benchPhp(): Promise<void> {
  const isolates = createIsolates({ workers: 1, log: createLog('silent') });
  const ids = Array.from({ length: rows }, (_, i) => `o${i}`);
  const answer = ids.map((id, n) => ({
    id,
    n,
    status: ['accept', 'cancel', 'call'][n % 3],
    payout: '12.50',
    currency: 'USD',
    comment: ' не дозвонились ',
  }));
  const leads = ids.map((extId, i) => ({ id: i + 1, extId, status: 2 as const, createdAt: 1 }));
  const times: Record<'js' | 'php', number[]> = { js: [], php: [] };
  // Of two runs beside each other: the machine may be another one a moment later.
  const ratios: number[] = [];
  for (let round = 0; round < rounds; round++) {
    for (const language of ['js', 'php'] as const) {
      const outcome = await isolates.run(processJob(scripts[language], { language, answer, leads }));
      if (outcome.kind !== 'edits' || outcome.edits.length !== rows) throw new Error(`${language}: ${outcome.kind}`);
      if (round >= 10) times[language].push(outcome.scriptMs);
    }
    if (round >= 10) ratios.push((times.php.at(-1) ?? 0) / (times.js.at(-1) ?? 1));
  }
  await isolates.close();
  const [js, php] = [median(times.js), median(times.php)];

  const hundred = scripts.php.repeat(Math.ceil(100 / scripts.php.split('\n').length));
  const compiling = Array.from({ length: 30 }, () => {
    const began = performance.now();
    compilePhp(hundred);
    return performance.now() - began;
  });
  const [first = 0] = compiling;

  const [runtime, support] = [await bundleRuntime(), await bundlePhp()];
  const cold = (texts: string[]): number =>
    median(
      Array.from({ length: 15 }, () => {
        const isolate = new ivm.Isolate({ memoryLimit: 64 });
        const began = performance.now();
        const context = isolate.createContextSync();
        for (const text of texts) isolate.compileScriptSync(text).runSync(context);
        const took = performance.now() - began;
        isolate.dispose();
        return took;
      }),
    );
  const [without, atFirst] = [cold([runtime]), cold([runtime, support])];
  const again = coldAgain(runtime, support);
  printTable('Scripts in PHP', [
    ['what', 'ms', 'wanted'],
    [`JavaScript by hand, ${rows} rows`, js.toFixed(2), ''],
    [`PHP, ${rows} rows`, php.toFixed(2), `below 3 times: ${median(ratios).toFixed(2)}`],
    ['compiling 100 lines, the first time', first.toFixed(1), ''],
    ['compiling 100 lines', median(compiling).toFixed(1), 'below 20'],
    ['a new isolate', without.toFixed(2), ''],
    ['an isolate with PHP, made of nothing, as a child does between two runs', atFirst.toFixed(2), ''],
    [
      `a new isolate with PHP (${Math.round(support.length / 1024)} KiB)`,
      again.whole.toFixed(2),
      `adds below 5: ${again.added.toFixed(2)}`,
    ],
  ]);
}
