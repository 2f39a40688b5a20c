/** Runs every snippet and every admin's script by php-cli and writes what came of it: `npm run php:record`. */
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { adminCases } from '../admin/cases.ts';
import { snippetFiles } from './snippets.ts';

const harness = `
error_reporting(0); ini_set('display_errors', '0'); date_default_timezone_set('UTC');
foreach (json_decode(stream_get_contents(STDIN), true) as $code) {
  ob_start();
  try { (eval('return function () { ' . $code . ' };'))(); } catch (\\Throwable $e) { echo get_class($e), ': ', $e->getMessage(); }
  while (ob_get_level() > 1) ob_end_flush();
  $outputs[] = bin2hex(ob_get_clean());
}
echo json_encode($outputs);
`;

const version = spawnSync('php', ['-r', 'echo PHP_MAJOR_VERSION, ".", PHP_MINOR_VERSION;'], { encoding: 'utf8' });
if (version.error !== undefined || version.stdout !== '8.2') {
  process.stderr.write(`The recordings are of php-cli 8.2, and here is ${version.stdout || 'none'}.\n`);
  process.exit(1);
}
let count = 0;
for (const { name, snippets } of snippetFiles()) {
  const run = spawnSync('php', ['-d', 'zend.exception_string_param_max_len=15', '-r', harness], {
    input: JSON.stringify(snippets),
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
  });
  let outputs: string[];
  try {
    outputs = JSON.parse(run.stdout) as string[];
  } catch {
    process.stderr.write(`${name}: ${run.stdout.slice(-500)} ${run.stderr.slice(-500)}\n`);
    process.exit(1);
  }
  // Bytes as characters: what is no UTF-8 stays what it is.
  const rows = snippets.map((code, i) => [code, Buffer.from(outputs[i] ?? '', 'hex').toString('latin1')]);
  writeFileSync(
    new URL(`recorded/${name}.json`, import.meta.url),
    `[\n${rows.map((row) => JSON.stringify(row)).join(',\n')}\n]\n`,
  );
  count += rows.length;
}
const core = fileURLToPath(new URL('../admin/recording-core.php', import.meta.url));
const cases = adminCases().map((one) => {
  const run = spawnSync('php', [core], { input: JSON.stringify(one), encoding: 'utf8' });
  try {
    return [one.name, JSON.parse(run.stdout)] as const;
  } catch {
    process.stderr.write(`${one.name}: ${run.stdout.slice(-500)} ${run.stderr.slice(-500)}\n`);
    return process.exit(1);
  }
});
writeFileSync(
  new URL('../admin/recorded.json', import.meta.url),
  `${JSON.stringify(Object.fromEntries(cases), null, 1)}\n`,
);
process.stdout.write(`${count} snippets and ${cases.length} scripts recorded\n`);
