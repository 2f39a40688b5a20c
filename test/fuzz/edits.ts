/** Edits as scripts and operators get them wrong. */
import type { Random } from './random.ts';

const fields = [
  'accept',
  'status',
  'reason',
  'hold',
  'comment',
  'base',
  'counts',
  'curr',
  'goal',
  'track',
  'cash',
  'acept',
  '__proto__',
  'constructor',
  '',
];
const values: readonly unknown[] = [
  [0, 1, -1, 1.5, 5, 6, 10, 12, 13, 31, 99, 1e21, 2 ** 53 - 1, -0, 1e-9, 100_000, 100_001],
  ['', '1', ' 1 ', '5', '1.5', '1,5', '1e3', '-1', '00', '0.00000001', '9'.repeat(40), 'RUB', 'usd', 'x', '__proto__'],
  ['\0', '\ud800', 'я'.repeat(5_000), null, true, false, [], [1], {}],
].flat();

export function makeEdit(random: Random): unknown {
  const { pick, percent, some } = random;
  if (percent(5)) return pick(values);
  const cash = (): unknown =>
    percent(70)
      ? Object.fromEntries(some(4, () => [pick(['wm', 'pay', 'ref', 'cc', 'x']), pick(values)]))
      : pick(values);
  return Object.fromEntries(
    some(5, () => {
      const field = pick(fields);
      return [field, field === 'cash' ? cash() : pick(values)];
    }),
  );
}
