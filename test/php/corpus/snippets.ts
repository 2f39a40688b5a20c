/** The snippets that are run both by PHP and in the sandbox: one to a line in `snippets/`, and operators crossed over values. */
import { readdirSync, readFileSync } from 'node:fs';

const folder = new URL('snippets/', import.meta.url);

/** A value of every type, and of every kind that converts in a way of its own. */
const values = `null true false 0 1 -1 7 9223372036854775807 0.0 -0.0 1.5 -2.5 1e20 NAN INF`
  .split(' ')
  .concat(["''", "'0'", "'1'", "'7'", "'1.5'", "' 1'", "'1 '", "'1e1'", "'abc'", "'5 apples'", "'0x1A'"])
  .concat(['[]', '[1]', "['a' => 1]"]);
const binary = [
  '+',
  '-',
  '*',
  '/',
  '%',
  '**',
  '.',
  '==',
  '===',
  '!=',
  '<',
  '<=',
  '>',
  '>=',
  '<=>',
  '&',
  '|',
  '^',
  '<<',
  '>>',
  '&&',
  '||',
  'xor',
  '??',
];
const unary = ['!', '-', '+', '~', '(int)', '(float)', '(string)', '(bool)', '(array)', '@'];
const calls = [
  'gettype',
  'intval',
  'floatval',
  'boolval',
  'strval',
  'is_numeric',
  'is_int',
  'is_string',
  'json_encode',
  'serialize',
  'var_export',
  'print_r',
  'settype',
  'empty',
  'abs',
  'round',
  'strlen',
  'trim',
  'count',
  'md5',
  'ucfirst',
  'array_keys',
  'implode',
  'max',
];

function crossed(): string[] {
  const all = `[${values.join(', ')}]`;
  const attempt = (code: string): string =>
    `try { var_dump(${code}); } catch (Throwable $e) { echo get_class($e), ': ', $e->getMessage(), "\\n"; }`;
  return [
    ...binary.flatMap((sign) =>
      values.map((left) => `$a = ${left}; foreach (${all} as $b) { ${attempt(`$a ${sign} $b`)} }`),
    ),
    ...unary.map((sign) => `foreach (${all} as $v) { ${attempt(`${sign} $v`)} }`),
    ...calls.map(
      (name) =>
        `foreach (${all} as $v) { ${attempt(name === 'settype' ? "settype($v, 'string')" : name === 'print_r' || name === 'var_export' ? `${name}($v, true)` : `${name}($v)`)} }`,
    ),
    ...['+=', '-=', '*=', '.=', '??='].map(
      (sign) => `foreach (${all} as $v) { $x = $v; ${attempt(`$x ${sign} 3`)} ${attempt('$x')} }`,
    ),
    ...['++', '--'].map(
      (sign) =>
        `foreach (${all} as $v) { $x = $v; try { $x${sign}; var_dump($x); } catch (Throwable $e) { echo get_class($e), ': ', $e->getMessage(), "\\n"; } }`,
    ),
    `foreach (${all} as $v) { ${attempt('[$v => 1]')} }`,
    `foreach (${all} as $v) { ${attempt("['x', 'y', 'k' => 'z'][$v] ?? 'none'")} }`,
    `foreach (${all} as $v) { ${attempt("'text'[$v] ?? 'none'")} }`,
    `foreach (${all} as $v) { switch ($v) { case 0: echo 'zero'; break; case '1': echo 'one'; break; case 'abc': echo 'abc'; break; case null: echo 'null'; break; default: echo 'other'; } echo "\\n"; }`,
    `foreach (${all} as $v) { echo match (true) { $v === null => 'null', $v == 'abc' => 'abc', is_array($v) => 'array', default => 'other' }, "\\n"; }`,
    `foreach (${all} as $v) { echo $v ? 'yes' : 'no', ' ', isset($v) ? 'set' : 'unset', ' ', empty($v) ? 'empty' : 'full', "\\n"; }`,
  ];
}

export interface SnippetFile {
  name: string;
  snippets: string[];
}

export function snippetFiles(): SnippetFile[] {
  const written = readdirSync(folder)
    .filter((name) => name.endsWith('.txt'))
    .sort()
    .map((name) => ({
      name: name.replace('.txt', ''),
      snippets: readFileSync(new URL(name, folder), 'utf8')
        .split('\n')
        .filter((line) => line.trim() !== '' && !line.startsWith('#')),
    }));
  return [...written, { name: 'crossed', snippets: crossed() }];
}

/** What PHP says beyond the type, and where the script stands, is not for comparing. */
export const comparable = (output: string): string =>
  output
    .replace(/ passed in [^\n]*? on line \d+/g, ' passed')
    .replace(/, called in [^\n]*? on line \d+/g, '')
    .replace(/#\d+ \(/g, '#n (');
