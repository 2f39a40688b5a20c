import { expect, it } from 'vitest';
import { compilePhp } from '../../src/isolates/child/php/index.ts';
import { edits, logged, openSandbox, processJob } from '../sandbox/sandbox.ts';

const sandbox = openSandbox();

it('refuses a second function of the same name, in any letter case', () => {
  expect(compilePhp('function f() {}\nfunction F() {}')).toMatchObject([{ line: 2, message: 'Cannot redeclare F()' }]);
});

it('takes the names in a spread array for names of parameters', async () => {
  const code = `function f($a, $b = 2) { return "$a-$b"; }
    echo f(...['b' => 1, 'a' => 5]), "\\n", f(1, ...['b' => 4]), "\\n", f(...[7]), "\\n";
    echo str_pad(...['string' => 'a', 'length' => 3, 'pad_string' => '.']), "\\n";`;
  expect(await logged(sandbox, code, { language: 'php' })).toEqual(['5-1', '1-4', '7-2', 'a..']);
});

it('gives an edit that is written out and one that is not the same values', async () => {
  const code = `foreach ($data as $d) {
      $edit = ['comment' => $d['c'], 'base' => $d['n'], 'cash' => ['pay' => $d['none'] ?? 1.50]];
      echo json_encode([$core->lead->edit(1, $edit), $core->lead->edit(1, ['comment' => $d['c'], 'base' => $d['n'], 'cash' => ['pay' => $d['none'] ?? 1.50]])]), "\\n";
    }`;
  const given = {
    answer: [{ c: "it\\'s «да»", n: '12' }],
    leads: [{ id: 1, extId: 'a', status: 2 as const, createdAt: 1 }],
  };
  const outcome = await edits(sandbox, processJob(code, { language: 'php', ...given }));
  const [one, other] = outcome.edits.map(({ edit }) => edit);
  expect(one).toEqual({ comment: "it's «да»", base: '12', cash: { pay: 1.5 } });
  expect(other).toEqual(one);
});
