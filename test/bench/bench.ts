import { benchChecks } from './checks.ts';
import { benchConsole } from './console.ts';
import { benchIntake } from './intake.ts';
import { benchLists } from './lists.ts';
import { benchMemory } from './memory.ts';
import { benchPhp } from './php.ts';
import { benchRecognise } from './recognise.ts';
import { benchSandbox } from './sandbox.ts';
import { benchSelection } from './selection.ts';

// Nearly every figure is a ratio of two things measured in the same run: the machine's own speed says little.
const parts = {
  checks: benchChecks,
  sandbox: benchSandbox,
  intake: benchIntake,
  selection: benchSelection,
  lists: benchLists,
  memory: benchMemory,
  recognise: benchRecognise,
  php: benchPhp,
  console: benchConsole,
};

process.env['TZ'] = 'UTC';
const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !Object.hasOwn(parts, name));
if (unknown.length > 0) {
  console.error(`There is no benchmark «${unknown[0]}»; there are ${Object.keys(parts).join(', ')}.`);
  process.exit(1);
}
for (const [name, part] of Object.entries(parts)) {
  if (wanted.length === 0 || wanted.includes(name)) await part();
}
process.exit(0);
