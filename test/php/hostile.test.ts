import { describe, expect, it } from 'vitest';
import { openArena } from '../sandbox/attack.ts';
import { edits, failure, logged, openSandbox, preprocessJob, processJob } from '../sandbox/sandbox.ts';

const arena = openArena();
const sandbox = openSandbox({ workers: 2 });
const limits = { scriptMs: 1_000, memoryMb: 32 };
/** For what never ends: how long it is let go on is not the question. */
const brief = { scriptMs: 150, memoryMb: 32 };
const patient = { scriptMs: 60_000, memoryMb: 32 };
const php = (code: string, given: object = {}) => processJob(code, { language: 'php', limits, ...given });

describe('PHP that takes the time it can get ends in script_timeout', () => {
  it.each([
    ['a loop', 'for (;;);'],
    ['a loop with a body', 'while (true) { $i = ($i ?? 0) + 1; }'],
    [
      'a loop that catches',
      'while (true) { try { throw new Exception("x"); } catch (Exception $e) { continue; } finally { } }',
    ],
    ['a regular expression', "preg_match('/(a+)+$/', str_repeat('a', 40) . 'b');"],
    ['a replacement', "preg_replace('/(x+x+)+y/', '', str_repeat('x', 60));"],
    [
      'a sort',
      '$a = range(1, 2000); usort($a, function ($x, $y) { for ($i = 0; $i < 1000000000; $i++); return $x <=> $y; });',
    ],
    ['levenshtein in a loop', "while (1) levenshtein(str_repeat('a', 20000), str_repeat('b', 20000));"],
    ['calls of the core', 'while (1) $core->lead->edit(99, []);'],
  ])('%s', async (_name, code) => {
    expect(await arena.endOf(php(code, { limits: brief }))).toBe('script_timeout');
  });
});

describe('PHP that takes the memory it can get ends in script_memory', () => {
  it.each([
    ['an array', '$a = []; while (true) $a[] = [1];'],
    ['keys', '$a = []; for ($i = 0; ; $i++) $a["k$i"] = $i;'],
    ['a string', '$a = []; while (true) $a[] = str_repeat("x", 100000) . count($a);'],
    ['copies', '$a = range(1, 1000); $b = []; while (true) { $c = $a; $c[] = 1; $b[] = $c; }'],
    ['range', '$a = []; while (true) $a[] = range(1, 100000);'],
    ['closures', '$f = fn() => 1; while (true) { $g = $f; $f = function () use ($g) { return $g; }; }'],
    ['objects', '$o = new stdClass; while (true) { $p = new stdClass; $p->next = $o; $o = $p; }'],
  ])('%s', async (_name, code) => {
    expect(await arena.endOf(php(code, { limits: patient }))).toBe('script_memory');
  });
});

describe('PHP that goes too far ends in an error of its own', () => {
  it.each([
    ['a string beyond what strings can be', "str_repeat('x', PHP_INT_MAX);", ['script_threw']],
    ['a large string', "$s = str_repeat('x', 536870912); md5($s);", ['script_threw', 'script_memory']],
    ['padding', "str_pad('', 4000000000);", ['script_threw']],
    ['a width', "sprintf('%2000000000d', 1);", ['script_threw']],
    ['a huge range', 'range(1, 1000000000);', ['script_threw']],
    ['a huge fill', 'array_fill(0, 1000000000, 0);', ['script_threw']],
    ['endless recursion', 'function f($n) { return f($n + 1); } f(1);', ['script_threw']],
    [
      'recursion that catches',
      'function f() { try { f(); } catch (Throwable $e) { } f(); } f();',
      ['script_threw', 'script_timeout'],
    ],
    ['an array in itself, printed', '$a = [1]; $a[0] = &$a; print_r($a);', ['edits', 'script_threw']],
    ['an array in itself, encoded', '$a = [1]; $a[0] = &$a; json_encode($a);', ['edits', 'script_threw']],
    ['an array in itself, counted', '$a = [1]; $a[0] = &$a; count($a, 1);', ['script_threw']],
    ['an array in itself, handed over', '$a = []; $a["comment"] = &$a; $core->lead->edit(1, $a);', ['script_threw']],
    [
      'an object in itself',
      '$o = new stdClass; $o->o = $o; $core->lead->edit(1, ["comment" => $o]);',
      ['script_threw'],
    ],
    ['deep arrays', '$a = []; for ($i = 0; $i < 100000; $i++) $a = [$a]; json_encode($a);', ['edits', 'script_threw']],
    [
      'edits without end',
      'while (1) $core->lead->edit(1, ["comment" => str_repeat("x", 100000)]);',
      ['script_output', 'script_timeout'],
    ],
    ['a log without end', 'for ($i = 0; $i < 100000; $i++) echo "line $i\n";', ['edits']],
    [
      'a line without end',
      'for ($i = 0; $i < 10000; $i++) echo "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx";',
      ['edits'],
    ],
    ['parentheses', `$x = ${'('.repeat(20_000)}1${')'.repeat(20_000)};`, ['script_invalid']],
    ['a hostile concatenation', `$x = ${'1 . '.repeat(30_000)} 1;`, ['script_invalid', 'edits']],
  ])('%s', async (_name, code, ends) => {
    const given = { limits: ends.includes('script_timeout') ? limits : patient };
    expect(ends).toContain(await arena.endOf(php(code, given)));
  });
});

describe('from PHP there is no way through to JavaScript', () => {
  it('by what only fails as PHP lets it fail', async () => {
    const attempts = {
      'constructor of a node': '$core->lead->constructor->constructor("return 1");',
      'constructor as a method': '$core->lead->constructor("return 1");',
      '__proto__ of a node': '$p = $core->__proto__; $p->x = 1;',
      'a method that objects have': '$core->hasOwnProperty("x");',
      'writing to the core': '$core->lead = 1;',
      'system by its name': 'call_user_func("system", "id");',
      'eval by its name': 'call_user_func("eval", "1");',
      'Function by its name': '$f = "Function"; $f("return this")();',
      'constructor by its name': '$f = "constructor"; $f();',
      '__proto__ by its name': '$f = "__proto__"; $f();',
      'toString by its name': 'array_map("toString", [1]);',
      'a method of a string': '"x"->constructor();',
      'a static call': 'call_user_func("Object::keys", []);',
      'a class': 'call_user_func(["Function", "constructor"]);',
      'a constant': 'constant("constructor");',
    };
    const code = Object.values(attempts).map(
      (attempt) => `try { ${attempt} echo "through\\n"; } catch (Error $e) { echo get_class($e), "\\n"; }`,
    );
    const outcome = await arena.attack(php(code.join('\n')));
    if (outcome.kind !== 'edits') throw new Error(JSON.stringify(outcome));
    const ends = Object.keys(attempts).map((name, i) => [name, outcome.logs[i]?.text]);
    expect(ends.filter(([, end]) => !/^(?:Type|ArgumentCount)?Error$/.test(end ?? ''))).toEqual([]);
    expect(outcome.edits).toEqual([]);
  });

  it('by an error that nobody catches either', async () => {
    expect(await arena.endOf(php('$core->lead->constructor->constructor("return 1");'))).toBe('script_threw');
    expect(await arena.endOf(php('call_user_func("system", "id");'))).toBe('script_threw');
  });

  it('by what does not even compile', async () => {
    const attempts = [
      'eval("return 1;");', // eval
      'include "/etc/passwd";', // include
      '$x = `id`;', // backticks
      'system("id");', // system
      'file_get_contents("/etc/passwd");', // file_get_contents
      'curl_init("http://x");', // curl
      'create_function("", "return 1;");', // create_function
      'new Object("x");', // a class of JavaScript
      'Object::prototype;', // a prototype
      'constructor("x");', // a function named like one of JavaScript
    ];
    const diagnostics = await sandbox.compile({ language: 'php', stage: 'process', code: attempts.join('\n') });
    expect(diagnostics.map(({ line, severity }) => [line, severity])).toEqual(attempts.map((_, i) => [i + 1, 'error']));
    for (const code of [attempts.join('\n'), 'new Function("return 1");'])
      expect((await failure(sandbox, php(code))).error).toMatchObject({ code: 'script_invalid', line: 1 });
  });

  it('names of JavaScript are ordinary names', async () => {
    const code = `
      $a = ['__proto__' => 1, 'constructor' => 2, 'toString' => 3, 'hasOwnProperty' => 4];
      echo json_encode($a), count($a), isset($a['valueOf']) ? 'y' : 'n', $a['__proto__'];
      $__proto__ = 'v'; $constructor = 'c'; $arguments = 'a'; $eval = 'e'; $this_ = 't'; $php = 'p'; $await = 'w'; $let = 'l';
      echo $__proto__, $constructor, $arguments, $eval, $this_, $php, $await, $let;
      function toString() { return 'own'; } function __proto__x() { return 'p'; } function valueOf($x) { return $x; }
      echo toString(), __proto__x(), valueOf(5);
      $n = 'globalThis'; $$n = 5; echo $globalThis, $GLOBALS['globalThis'], isset($GLOBALS['process']) ? 'y' : 'n', isset($GLOBALS['Function']) ? 'y' : 'n';
      $o = (object) ['__proto__' => 1, 'constructor' => 2]; echo $o->__proto__, $o->constructor, isset($o->toString) ? 'y' : 'n';
      $o->__proto__ = 7; echo json_encode($o), json_encode(json_decode('{"__proto__":{"x":1},"constructor":5}', true));
      extract(['__proto__' => 'x', 'php' => 'y']); echo $__proto__, $php; parse_str('__proto__[a]=1&constructor=2', $r); echo json_encode($r);
      echo strtr('__proto__', ['__proto__' => 'ok']), array_flip(['__proto__'])['__proto__'], json_encode(compact('n')), json_encode(array_count_values(['constructor', 'constructor']));`;
    expect(await logged(sandbox, code, { language: 'php' })).toEqual([
      '{"__proto__":1,"constructor":2,"toString":3,"hasOwnProperty":4}4n1vcaetpwlownp555nn12n{"__proto__":7,"constructor":2}{"__proto__":{"x":1},"constructor":5}xy{"__proto__":{"a":"1"},"constructor":"2"}ok0{"n":"globalThis"}{"constructor":2}',
    ]);
  });

  it('an answer with such names changes nothing', async () => {
    const answer = '[{"id":"a","__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":2}}}]';
    const code = `foreach ($data as $d) { $d['__proto__']['x'] = 1; $d['constructor']['prototype']['y'] = 2; echo json_encode($d), isset($d['polluted']) ? 'y' : 'n', isset($e2i['__proto__']) ? 'y' : 'n', isset($e2i['constructor']) ? 'y' : 'n'; }`;
    expect(await logged(sandbox, code, { language: 'php', answer })).toEqual([
      '{"id":"a","__proto__":{"polluted":1,"x":1},"constructor":{"prototype":{"polluted":2,"y":2}}}nnn',
    ]);
  });

  it('texts of the script stay texts', async () => {
    const nasty = [
      '`;process.exit()//',
      "'});(()=>{})//",
      '${globalThis}',
      '\\u0022',
      '</script>',
      '\u2028\u2029',
      '*/ //',
      '<!--',
    ];
    const code = nasty.map((text) => `echo '${text.replace(/[\\']/g, '\\$&')}', "\\n";`).join('\n');
    expect(await logged(sandbox, code, { language: 'php' })).toEqual(nasty);
    const named = 'function f($a = \'`${1}`\') { return $a; } echo f(), (fn($x) => "{$x["\\u{22}"]}")(["\\"" => "q"]);';
    expect(await logged(sandbox, named, { language: 'php' })).toEqual(['`${1}`q']);
  });
});

describe('a time-out in PHP', () => {
  it('is found where the loop was', async () => {
    expect((await failure(sandbox, php('$i = 0;\n\nwhile (true) {\n  $i++;\n}'))).error).toMatchObject({
      code: 'script_timeout',
      line: expect.toSatisfy((line: number) => line === 3 || line === 4),
    });
  });
});

// None of these is about the time it takes: they run side by side.
describe.concurrent('an error in PHP', () => {
  it('names the line and column of PHP and shows them', async ({ expect }) => {
    const code = `<?php\n$a = 1;\nforeach ($data as $d) {\n  $x = intdiv($d, 0);\n}\n`;
    expect((await failure(sandbox, php(code, { answer: [1] }))).error).toEqual({
      step: 'process',
      code: 'script_threw',
      message: 'The script threw an error, at line 4: DivisionByZeroError: Division by zero',
      params: { error: 'DivisionByZeroError: Division by zero' },
      line: 4,
      column: 8,
      excerpt: '  $x = intdiv($d, 0);\n       ^',
    });
  });

  it.each([
    ['thrown', '$x = 1;\nthrow new RuntimeException("плохо");', 2, 'RuntimeException: плохо'],
    [
      'in a function',
      'function f($a) {\n  return $a->b->c();\n}\n\nf(null);',
      2,
      'Error: Call to a member function c() on null',
    ],
    [
      'in a callback',
      '$r = array_map(function ($x) {\n  return $x %\n 0; }, [1]);',
      2,
      'DivisionByZeroError: Modulo by zero',
    ],
    [
      'of types',
      'function f(int $n) {}\n\nf("x");',
      1,
      'TypeError: f(): Argument #1 ($n) must be of type int, string given',
    ],
    [
      'of the core',
      '\n\n$core->lead->edit(1, 5);',
      3,
      'TypeError: $core->lead->edit(id, edit): the edit must be an object, not a number',
    ],
  ])('%s is found in its place', async (_name, code, line, text) => {
    expect((await failure(sandbox, php(code))).error).toMatchObject({
      code: 'script_threw',
      line,
      params: { error: text },
    });
  });

  it.each([
    ['$a = ;', 1, 6],
    ['$a = 1;\n\nstrlne("x");', 3, 1],
    ['class A {}', 1, 1],
    ['$x = 1;\n  goto a;\na:', 2, 3],
    ['if ($a) {', 1, 10],
    ['echo NO_SUCH;', 1, 6],
    ['preg_match("/(?R)/", "x");', 1, 12],
    ['function f() { yield 1; }', 1, 16],
    ['strlen();', 1, 1],
    ['break;', 1, 1],
    ['$a = 1;\n\ntry {}', 3, 1],
    ['\nfunction f($a, $a) {}', 2, 16],
    ['#[Foo(`x`)]\nfunction f() {}', 1, 1],
  ])('of compiling is found before anything runs: %j', async (code, line, column) => {
    expect(await sandbox.compile({ language: 'php', stage: 'process', code })).toMatchObject([
      { line, column, severity: 'error' },
    ]);
  });

  it('says what to use instead of what is not there', async ({ expect }) => {
    const messages = async (code: string) =>
      (await sandbox.compile({ language: 'php', stage: 'process', code })).map(({ message }) => message);
    expect(await messages('curl_init(); strlne("x"); $x = new Foo; mysql_query("x");')).toEqual([
      'curl_init() is not there: a script cannot send requests; the check asks the CRM (its URL, fields and preprocessing script), and the answer is $data',
      'The function strlne() is not there; did you mean strlen()?',
      'The class Foo is not there: scripts have the standard exceptions, DateTime, DateTimeImmutable, DateInterval, DateTimeZone, SimpleXMLElement and stdClass',
      'mysql_query() is not there: a script has no database; ids are in $e2i, statuses in $ids, and $core->lead->edit() changes a lead',
    ]);
  });

  it('in a row spoils that row alone, and is logged with its line', async ({ expect }) => {
    const code =
      '$core->each($data, function ($d) use ($core, $e2i) {\n  if ($d["id"] == "a")\n    throw new Exception("bad");\n  $core->lead->approve($e2i[$d["id"]]);\n});';
    const outcome = await edits(sandbox, php(code, { answer: [{ id: 'a' }, { id: 'b' }] }));
    expect(outcome.logs).toEqual([{ level: 'error', text: 'line 3: Exception: bad (row 1)' }]);
    expect(outcome.edits).toEqual([{ leadId: 2, edit: { accept: 1 } }]);
  });

  it('is none where exit ends the script, also from within a row', async ({ expect }) => {
    const code = '$core->each([1, 2], function ($r) { echo $r; exit("bye"); }); echo "no";';
    const outcome = await edits(sandbox, php(code));
    expect(outcome.logs.map(({ text }) => text)).toEqual(['1bye']);
    expect(outcome.warnings).toEqual([]);
  });

  it('that PHP would only warn of is counted', async ({ expect }) => {
    const outcome = await edits(
      sandbox,
      php('echo $nope . $data["x"]["y"] . [] . ($data["z"] ?? "");', { answer: {} }),
    );
    expect(outcome.warnings.map(({ code, params }) => [code, params])).toEqual([
      ['undefined_variables', { count: 1, first: '$nope' }],
      ['undefined_keys', { count: 1, first: '"x"' }],
      ['php_warnings', { count: 2, first: expect.any(String) }],
    ]);
  });

  it('names the empty key, which null stands for', async ({ expect }) => {
    for (const key of ['null', '""']) {
      const { warnings } = await edits(sandbox, php(`echo $data[${key}];`, { answer: {} }));
      expect(warnings).toMatchObject([{ code: 'undefined_keys', params: { count: 1, first: '""' } }]);
    }
  });

  it('exit ends the script, and what was asked for stands', async ({ expect }) => {
    const outcome = await edits(
      sandbox,
      php('$core->lead->approve(1); if ($data == []) exit("bye"); $core->lead->approve(2);'),
    );
    expect(outcome.edits).toHaveLength(1);
    expect(outcome.logs.map(({ text }) => text)).toEqual(['bye']);
  });

  it('of a preprocessing script is of that step', async ({ expect }) => {
    expect((await failure(sandbox, preprocessJob('\n$url = intdiv(1, 0);', { language: 'php' }))).error).toMatchObject({
      step: 'preprocess',
      line: 2,
    });
  });
});
