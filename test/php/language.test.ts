import { expect, it } from 'vitest';
import { compilePhp } from '../../src/isolates/child/php/index.ts';
import { actionJob, edits, expectKind, logged, openSandbox, processJob } from '../sandbox/sandbox.ts';

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

it('finds the event and the steps before it in a pipeline, and leaves a result', async () => {
  const given = { language: 'php' as const, event: { id: 7, name: 'да' }, steps: { first: { n: 1 } } };
  const code = '$result = $event; $result["n"] = $steps["first"]["n"] + 1; $result["price"] = 2.50;';
  const { result } = expectKind(await sandbox.run(actionJob(code, given)), 'result');
  expect(result).toEqual({ id: 7, name: 'да', n: 2, price: 2.5 });
  expect(expectKind(await sandbox.run(actionJob('$core->stop("no");', given)), 'stopped').why).toBe('no');
});

it('takes a script’s own variables for no request where there is none', async () => {
  const code = '$result = new DateTime(); $url = new DateTimeZone("UTC"); $fields = fn() => 1; echo "done";';
  expect(await logged(sandbox, code, { language: 'php' })).toEqual(['done']);
});

it('leaves an answer as it came when copies of its rows are written to', async () => {
  const code = `foreach ($data as $i => $d) { $d['n']['x'] = 5; $d[] = 1; $data[$i]['seen'] = true; unset($d['id']); echo json_encode([$d, $data[0]]), "\\n"; }
    $list = $data; $list[] = 'more'; array_pop($data); $first = &$data[0]['n']; $first = 7;
    echo count($list), json_encode($data), json_encode($list[0]), isset($list[0]['seen'], $list['0']['id'], $list[0]['007']) ? 'y' : 'n', $list[0]['007'], "\\n";`;
  const answer = [
    { id: 'a', n: { x: 1 }, '007': 'bond' },
    { id: 'b', n: {}, '007': null },
  ];
  expect(await logged(sandbox, code, { language: 'php', answer })).toEqual([
    '[{"n":{"x":5},"007":"bond","0":1},{"id":"a","n":{"x":1},"007":"bond","seen":true}]',
    '[{"n":{"x":5},"007":null,"0":1},{"id":"a","n":{"x":1},"007":"bond","seen":true}]',
    '3[{"id":"a","n":7,"007":"bond","seen":true}]{"id":"a","n":{"x":1},"007":"bond","seen":true}ybond',
  ]);
});

it('makes the same text of an answer’s characters where an edit takes it as where a variable does', async () => {
  const parts = `'«' . $d['a'] . "» {$d['n']} " . $d['f'] . trim($d['a'])`;
  const code = `foreach ($data as $i => $d) { $text = ${parts}; $core->lead->edit($i, ['comment' => $text]); $core->lead->edit($i, ['comment' => ${parts}]); }`;
  const answer = [
    { a: ' да\t', n: 5, f: 'x' },
    { a: 'slash\\\\', n: 0, f: 2.5 },
    { a: null, n: true, f: '\ud800' },
    { n: -0.5 },
  ];
  const leads = answer.map((_, id) => ({ id, extId: `${id}`, status: 2 as const, createdAt: 1 }));
  const { edits: made, warnings } = await edits(sandbox, processJob(code, { language: 'php', answer, leads }));
  const comments = made.map(({ edit }) => (edit as { comment: string }).comment);
  expect(comments.filter((_, i) => i % 2 === 1)).toEqual(comments.filter((_, i) => i % 2 === 0));
  expect(comments[0]).toBe('« да\t» 5 xда');
  // Twice in each of the two texts.
  expect(warnings).toContainEqual(expect.objectContaining({ params: { count: 6, first: '"a"' } }));
});

it('counts a variable that only some ways lead past', async () => {
  const code =
    'foreach ($data as $d) { if ($d) $x = $d; echo $x; unset($d); echo $d; } for (; false; $y = 1); echo $y, $x;';
  const { warnings } = await edits(sandbox, processJob(code, { language: 'php', answer: [0, 1] }));
  expect(warnings).toMatchObject([{ code: 'undefined_variables', params: { count: 4, first: '$x' } }]);
});

/** What compares texts of the answer as they came, and where they come from elsewhere. */
it.each([
  ['the answer', '$data'],
  ['a copy of it', 'array_map(fn($d) => array_merge($d), $data)'],
])('finds the same rows by words and by keys in %s', async (_name, rows) => {
  const code = `foreach (${rows} as $d) {
      switch ($d['s']) { case 'да': $s = 1; break; case 'no': $s = 2; break; default: $s = 3; }
      $n = ['да' => 'x', 'no' => 'y', 5 => 'z', '' => 'n'];
      echo $s, $d['s'] == 'no' ? 'n' : '-', $d['s'] === 'да' ? 'y' : '-', $e2i[$d['s']] ?? '-', isset($n[$d['s']]) ? $n[$d['s']] : '-', $d['s'] == 'нет' ? 'н' : '-', "\n";
    }`;
  const answer = [
    { s: 'да' },
    { s: 'no' },
    { s: 5 },
    { s: 0 },
    { s: true },
    { s: null },
    { s: '5' },
    { s: 'constructor' },
  ];
  const leads = ['да', 'no', '5'].map((extId, id) => ({ id: id + 1, extId, status: 2 as const, createdAt: 1 }));
  expect(await logged(sandbox, code, { language: 'php', answer, leads })).toEqual([
    '1-y1x-',
    '2n-2y-',
    '3--3z-',
    '3-----',
    '1n---н',
    '3---n-',
    '3--3z-',
    '3-----',
  ]);
});

it.each([
  ['{"b":1,"10":"x","9":2}', "implode(',', array_keys($data))", 'b,10,9'],
  ['{"b":1,"-5" : {}, "-7":2}', "implode(',', array_keys($data))", 'b,-5,-7'],
  ['{"a":[1.0 , 2.50, 3]}', 'json_encode(array_map("is_float", $data["a"]))', '[true,true,false]'],
  ['{"a":1.00}', 'gettype($data["a"])', 'double'],
  ['[2E3]', 'gettype($data[0])', 'double'],
  ['{"sub1":1,"n":12345678901234567}', '$data["n"] + $data["sub1"]', '12345678901234568'],
  ['[12345678901234567890]', 'gettype($data[0])', 'string'],
  ['[-0]', 'var_export($data[0], true)', '0'],
  ['[-0.0, [0.0]]', 'json_encode($data, 1024) . gettype($data[1][0])', '[-0.0,[0.0]]double'],
  [
    '[{"7":{"b":{"2":1.0},"1":[]},"3":[{"x":5e1}]}]',
    'json_encode($data, 1024)',
    '[{"7":{"b":{"2":1.0},"1":[]},"3":[{"x":50.0}]}]',
  ],
  [
    '{"007":1,"-5":2,"1e3":3,"7":4,"a\\"1":5}',
    'json_encode([array_keys($data), $data["a\\"1"]])',
    '[["007",-5,"1e3",7,"a\\"1"],5]',
  ],
  [
    '{"n":1.0,"text":"of: 5.00, [7.0] or: 1e5"}',
    '$data["text"] . gettype($data["n"])',
    'of: 5.00, [7.0] or: 1e5double',
  ],
  ['{"a":"\ue000","9":"b","\\ue0005":2}', 'implode(",", array_keys($data))', 'a,9,\ue0005'],
  ['{"id":"3e5f","uuid":"12e4-1.0","n":1}', 'json_encode($data)', '{"id":"3e5f","uuid":"12e4-1.0","n":1}'],
  ['{"b":1,"2":2,"b":3,"2":4}', 'json_encode($data)', '{"b":3,"2":4}'],
  [
    '[{"p":1.0,"q":{"r":2.00}}]',
    '(function () use ($data) { $data[0]["q"]["r"] += 1; return json_encode($data, 1024); })()',
    '[{"p":1.0,"q":{"r":3.0}}]',
  ],
])('reads %s as PHP does', async (answer, expression, text) => {
  expect(await logged(sandbox, `echo ${expression};`, { language: 'php', answer })).toEqual([text]);
});
