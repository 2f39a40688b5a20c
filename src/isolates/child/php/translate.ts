/**
 * PHP to JavaScript that people read and go on with. What is not sure to do the same is not translated but named with its
 * line; there is no half of a translation.
 */
import type { Diagnostic } from '../../../../sandbox/contract/job.ts';
import { normalKey } from '../../../../sandbox/php/values/array.ts';
import { toText } from '../../../../sandbox/php/values/bytes.ts';
import { bytesOf, pieceBytes } from './literals.ts';
import { diagnosticOf, type Node, PhpError, parse, placeOf } from './parse.ts';

/** Small functions that stand above a translation where it needs them. */
const helpers = {
  truthy: `/** What PHP takes for true: not '', '0', 0, null or an empty list. */
const truthy = (v) => Boolean(v) && v !== '0' && (typeof v !== 'object' || Object.keys(v).length > 0);`,
  text: `/** A value as PHP writes it into a text. */
const text = (v) => (v === null || v === undefined || v === false ? '' : v === true ? '1' : Array.isArray(v) ? 'Array' : String(v));`,
  rows: `/** The elements of a list or an object. */
const rows = (v) => (typeof v === 'object' && v !== null ? Object.values(v) : []);`,
  entries: `/** Keys and elements; a key that is a whole number is one. */
const entries = (v) =>
  typeof v === 'object' && v !== null ? Object.entries(v).map(([k, x]) => [/^(?:0|-?[1-9]\\d{0,14})$/.test(k) ? Number(k) : k, x]) : [];`,
  int: `/** The whole number at the beginning of a value. */
const int = (v) => (typeof v === 'object' && v !== null ? Number(Object.keys(v).length > 0) : Math.trunc(Number.parseFloat(text(v))) || 0);`,
  unslash: `/** A text without the slashes that were put before quotes. */
const unslash = (v) => text(v).replace(/\\\\([^]?)/g, '$1');`,
  is: `/** PHP's == with a word. */
const is = (v, word) => v === true || text(v) === word;`,
} as const;
type Helper = keyof typeof helpers;

interface State {
  used: Set<Helper>;
  declared: Set<string>;
  loops: ('loop' | 'switch')[];
}

const injected = new Set(
  'core params offer now token data response page carry e2i ids i2t inid url method headers fields idl ide idsl idel from to ffrom fto ufrom uto tom ftom utom'.split(
    ' ',
  ),
);
const reserved = new Set(
  'await break case catch class const continue debugger default delete do else enum export extends false finally for function if implements import in instanceof interface let new null package private protected public return static super switch this throw true try typeof var void while with yield text truthy rows is entries int unslash console'.split(
    ' ',
  ),
);

const cannot = (node: Node, what: string): never => {
  const { line, column } = placeOf(node);
  throw new PhpError(`${what} is not translated; the script goes on running in PHP`, line, column);
};

const need = (s: State, helper: Helper): Helper => {
  if (helper === 'is' || helper === 'int' || helper === 'unslash') s.used.add('text');
  s.used.add(helper);
  return helper;
};

const name = (node: Node): string => {
  if (typeof node['name'] !== 'string') return cannot(node, 'A variable whose name is worked out');
  const alias = node['name'] === 'post' ? 'fields' : node['name'] === 'ofps' ? 'params' : node['name'];
  if (injected.has(alias)) return `$${alias}`;
  if (!/^[A-Za-z_]\w*$/.test(alias)) return cannot(node, `The name $${alias}`);
  return reserved.has(alias) ? `${alias}_` : alias;
};

const literal = (text: string): string =>
  `'${JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`;
const member = (key: string): string =>
  /^[A-Za-z_$][\w$]*$/.test(key) ? `.${key}` : /^(?:0|[1-9]\d{0,14})$/.test(key) ? `[${key}]` : `[${literal(key)}]`;

function value(s: State, node: Node): string {
  switch (node.kind) {
    case 'variable':
      return name(node);
    case 'string':
    case 'nowdoc':
      return literal(toText(bytesOf(node)));
    case 'number':
      return /^(?:0|[1-9]\d{0,14}|\d+\.\d+)$/.test(node['value'])
        ? node['value']
        : cannot(node, `The number ${node['value']}`);
    case 'boolean':
      return String(node['value']);
    case 'nullkeyword':
      return 'null';
    case 'offsetlookup':
      return element(s, node);
    case 'array':
      return array(s, node);
    case 'call':
      return call(s, node);
    case 'encapsed':
      return template(s, node);
    case 'silent':
      return value(s, node['expr']);
    case 'isset':
      return (node['variables'] as Node[]).map((one) => `(${value(s, one)} ?? null) !== null`).join(' && ');
    case 'retif':
      return node['trueExpr'] === null
        ? cannot(node, '?:')
        : `(${condition(s, node['test'])} ? ${value(s, node['trueExpr'])} : ${value(s, node['falseExpr'])})`;
    case 'bin':
      if (node['type'] === '??') return `(${value(s, node['left'])} ?? ${value(s, node['right'])})`;
      if (node['type'] === '.') return `${textOf(s, node['left'])} + ${textOf(s, node['right'])}`;
      return condition(s, node);
    case 'empty':
    case 'unary':
      return condition(s, node);
    case 'cast':
      if (node['type'] === 'string') return textOf(s, node['expr']);
      if (node['type'] === 'int') return `${need(s, 'int')}(${value(s, node['expr'])})`;
      return cannot(node, `The cast (${node['type']})`);
    default:
      return cannot(node, `«${node.kind}»`);
  }
}

function element(s: State, node: Node): string {
  const { what, offset } = node as unknown as { what: Node; offset: Node | false };
  if (!offset) return cannot(node, '[]');
  const container = value(s, what);
  // A table of ours is there; what a row holds may not be.
  const safe = what.kind === 'variable' ? '' : '?.';
  if (offset.kind === 'string' || offset.kind === 'number') {
    const key = member(offset.kind === 'string' ? String(normalKey(toText(bytesOf(offset)))) : String(offset['value']));
    return container + (safe === '' ? key : key.startsWith('.') ? `?${key}` : `?.${key}`);
  }
  if (!['variable', 'offsetlookup'].includes(offset.kind)) return cannot(offset, 'This key');
  return `${container}${safe}[${value(s, offset)}]`;
}

function array(s: State, node: Node): string {
  const items = node['items'] as Node[];
  if (items.length === 0) return cannot(node, 'An empty array, which may be a list or an object,');
  if (items.some((item) => item.kind !== 'entry' || item['byRef'] || item['unpack']))
    return cannot(node, 'An array with references or ...');
  if (items.every((item) => !item['key'])) return `[${items.map((item) => value(s, item['value'])).join(', ')}]`;
  const rows = items.map((item) => {
    if (item['key']?.kind !== 'string' && item['key']?.kind !== 'number') return cannot(item, 'This key');
    const key = item['key'].kind === 'string' ? toText(bytesOf(item['key'])) : String(item['key'].value);
    if (key === '__proto__') return cannot(item, 'This key');
    return `${/^[A-Za-z_$][\w$]*$/.test(key) ? key : literal(key)}: ${value(s, item['value'])}`;
  });
  return `{ ${rows.join(', ')} }`;
}

function template(s: State, node: Node): string {
  if (node['type'] === 'shell') return cannot(node, '`…`');
  const parts = node['value'] as Node[];
  const codes = parts.map((part, i) => {
    const inner = part['expression'] as Node;
    if (inner.kind === 'string' && part['syntax'] === null)
      return JSON.stringify(toText(pieceBytes(inner, node, i === 0, i === parts.length - 1)))
        .slice(1, -1)
        .replaceAll('\\"', '"')
        .replaceAll('`', '\\`')
        .replaceAll('${', '\\${');
    const read =
      inner.kind === 'offsetlookup' && inner['offset'].kind === 'identifier'
        ? { ...inner, offset: { kind: 'string', raw: `'${inner['offset'].name}'`, loc: inner.loc } }
        : inner;
    return `\${${need(s, 'text')}(${value(s, read as Node)})}`;
  });
  return `\`${codes.join('')}\``;
}

const textOf = (s: State, node: Node): string =>
  ['string', 'encapsed', 'nowdoc'].includes(node.kind) || (node.kind === 'bin' && node['type'] === '.')
    ? value(s, node)
    : `${need(s, 'text')}(${value(s, node)})`;

/** Calls of the core, and PHP's functions that JavaScript says just as well. */
function call(s: State, node: Node): string {
  const { what } = node as unknown as { what: Node };
  const args = node['arguments'] as Node[];
  if (args.some(({ kind }) => kind === 'variadic' || kind === 'namedargument' || kind === 'variadicplaceholder'))
    return cannot(node, 'This way to give arguments');
  if (what.kind === 'propertylookup') {
    const path: string[] = [];
    let at: Node = what;
    while (at.kind === 'propertylookup' && at['offset'].kind === 'identifier') {
      path.unshift(at['offset'].name);
      at = at['what'];
    }
    const full = path.join('.');
    if (
      at.kind !== 'variable' ||
      at['name'] !== 'core' ||
      !/^(?:lead\.(?:edit|approve|setstatus|setstc)|currency\.id|goal\.bycode|fail|skip)$/.test(full)
    )
      return cannot(node, 'This method');
    return `$core.${full}(${args.map((one, i) => (full === 'lead.edit' && i === 1 ? edit(s, one) : value(s, one))).join(', ')})`;
  }
  const called = what.kind === 'name' ? String(what['name']).toLowerCase() : '';
  const [first] = args;
  if (first === undefined) return cannot(node, `${called}()`);
  switch (called) {
    case 'md5':
    case 'sha1':
      return `$core.hash.${called}(${value(s, first)})`;
    case 'base64_encode':
      return `$core.base64.encode(${value(s, first)})`;
    case 'urlencode':
      return `$core.urlencode(${value(s, first)})`;
    case 'implode':
      if (args.length === 2 && first.kind === 'string')
        return `${need(s, 'rows')}(${value(s, args[1] as Node)}).map(${need(s, 'text')}).join(${value(s, first)})`;
      return cannot(node, 'This implode()');
    case 'stripslashes':
      return `${need(s, 'unslash')}(${value(s, first)})`;
    case 'is_array':
      return `(typeof ${value(s, first)} === 'object' && ${value(s, first)} !== null)`;
    default:
      return cannot(node, `${called === '' ? 'This call' : `${called}()`}`);
  }
}

/** The slashes that PHP scripts add for a database go with the ones that take them off. */
function edit(s: State, node: Node): string {
  const unslashed = (comment: Node): Node => {
    if (
      comment.kind === 'call' &&
      comment['what'].kind === 'name' &&
      String(comment['what'].name).toLowerCase() === 'addslashes'
    )
      return comment['arguments'][0] as Node;
    if (comment.kind === 'string' && !bytesOf(comment).includes('\\')) return comment;
    const call: Node = { kind: 'call', what: { kind: 'name', name: 'stripslashes' }, arguments: [comment] };
    return comment.loc === undefined ? call : { ...call, loc: comment.loc };
  };
  if (node.kind !== 'array') return cannot(node, 'An edit that is not written out');
  const items = (node['items'] as Node[]).map((item) =>
    item['key']?.kind === 'string' && bytesOf(item['key']) === 'comment'
      ? Object.assign({}, item, { value: unslashed(item['value']) })
      : item,
  );
  return array(s, { ...node, items } as Node);
}

function condition(s: State, node: Node): string {
  if (node.kind === 'bin') {
    const { left, right, type } = node as unknown as { left: Node; right: Node; type: string };
    if (type === '&&' || type === 'and') return `${condition(s, left)} && ${condition(s, right)}`;
    if (type === '||' || type === 'or') return `(${condition(s, left)} || ${condition(s, right)})`;
    const plain = ['string', 'number', 'boolean', 'nullkeyword'];
    if ((type === '===' || type === '!==') && plain.includes(right.kind))
      return right.kind === 'nullkeyword'
        ? `(${value(s, left)} ?? null) ${type} null`
        : `${value(s, left)} ${type} ${value(s, right)}`;
    if ((type === '==' || type === '!=') && right.kind === 'string' && /^[^\s\d.+-]/.test(bytesOf(right)))
      return `${type === '!=' ? '!' : ''}${need(s, 'is')}(${value(s, left)}, ${value(s, right)})`;
    if (type === '??') return `${need(s, 'truthy')}(${value(s, node)})`;
    return cannot(node, `The operator ${type} with values of any type`);
  }
  if (node.kind === 'unary' && node['type'] === '!') return `!${grouped(condition(s, node['what']))}`;
  if (node.kind === 'empty') return `!${need(s, 'truthy')}(${value(s, node['expression'])})`;
  if (node.kind === 'isset' || node.kind === 'boolean') return value(s, node);
  return `${need(s, 'truthy')}(${value(s, node)})`;
}

const grouped = (code: string): string => (/^[\w$]+\([^()]*\)$/.test(code) ? code : `(${code})`);

function block(s: State, nodes: readonly Node[], indent: string): string {
  return nodes.map((node) => statement(s, node, indent)).join('');
}

const inner = (s: State, node: Node | null, indent: string): string =>
  node === null ? '' : block(s, node.kind === 'block' ? node['children'] : [node], indent);

function statement(s: State, node: Node, indent: string): string {
  const deeper = `${indent}  `;
  switch (node.kind) {
    case 'expressionstatement': {
      const { expression } = node as unknown as { expression: Node };
      if (expression.kind !== 'assign') return `${indent}${value(s, expression)};\n`;
      if (expression['operator'] !== '=' || expression['left'].kind !== 'variable')
        return cannot(expression, 'This assignment');
      const to = name(expression['left']);
      // Arrays are copied in PHP and shared here: only what is no array for sure, or is never changed, is the same.
      s.declared.add(to);
      return `${indent}${to} = ${value(s, expression['right'])};\n`;
    }
    case 'if': {
      const otherwise = node['alternate'] as Node | null;
      const tail =
        otherwise === null
          ? ''
          : otherwise.kind === 'if'
            ? ` else ${statement(s, otherwise, indent).trimStart().trimEnd()}`
            : ` else {\n${inner(s, otherwise, deeper)}${indent}}`;
      return `${indent}if (${condition(s, node['test'])}) {\n${inner(s, node['body'], deeper)}${indent}}${tail}\n`;
    }
    case 'foreach': {
      if (node['value'].kind !== 'variable' || node['value'].byref)
        return cannot(node, 'foreach by reference or with a list');
      const to = name(node['value']);
      const key = node['key'] === null ? null : name(node['key']);
      s.declared.add(to);
      if (key !== null) s.declared.add(key);
      s.loops.push('loop');
      const code = `${indent}for (${key === null ? to : `[${key}, ${to}]`} of ${need(s, key === null ? 'rows' : 'entries')}(${value(s, node['source'])})) {\n${inner(s, node['body'], deeper)}${indent}}\n`;
      s.loops.pop();
      return code;
    }
    case 'switch': {
      s.loops.push('switch');
      const cases = (node['body'].children as Node[]).map((one) => {
        if (one['test'] && !(one['test'].kind === 'string' && /^[^\s\d.+-]/.test(bytesOf(one['test']))))
          return cannot(one, 'A case that is not a word');
        return `${deeper}${one['test'] ? `case ${value(s, one['test'])}` : 'default'}:\n${one['body'] ? inner(s, one['body'], `${deeper}  `) : ''}`;
      });
      s.loops.pop();
      const first = (node['body'].children as Node[]).find((one) => one['test']);
      // True equals every word in PHP, so that the first case has it.
      const subject = value(s, node['test']);
      const chosen =
        first === undefined
          ? subject
          : `${subject} === true ? ${value(s, first['test'])} : ${need(s, 'text')}(${subject})`;
      return `${indent}switch (${chosen}) {\n${cases.join('')}${indent}}\n`;
    }
    case 'break':
    case 'continue': {
      if (node['level'] !== null && node['level'].value !== '1')
        return cannot(node, `${node.kind} ${node['level'].value}`);
      const at = s.loops.at(-1);
      if (at === undefined) return cannot(node, node.kind);
      return `${indent}${node.kind === 'continue' && at === 'loop' ? 'continue' : 'break'};\n`;
    }
    case 'echo':
      return (node['expressions'] as Node[]).map((one) => `${indent}console.log(${textOf(s, one)});\n`).join('');
    case 'block':
      return block(s, node['children'], indent);
    case 'noop':
      return '';
    case 'inline':
      return String(node['raw']).trim() === '' ? '' : cannot(node, 'Text outside of PHP');
    default:
      return cannot(node, `«${node.kind}»`);
  }
}

/** JavaScript, or what stands in its way with its place. */
export function translatePhp(code: string): { code: string } | Diagnostic[] {
  try {
    const nodes = parse(code);
    const state: State = { used: new Set(), declared: new Set(), loops: [] };
    const body = block(state, nodes, '');
    const own = [...state.declared].filter((one) => !one.startsWith('$'));
    const above = (Object.keys(helpers) as Helper[])
      .filter((helper) => state.used.has(helper))
      .map((helper) => `${helpers[helper]}\n\n`);
    return { code: `${above.join('')}${own.length === 0 ? '' : `let ${own.join(', ')};\n`}${body}` };
  } catch (error) {
    if (error instanceof PhpError) return [diagnosticOf(error)];
    throw error;
  }
}
