/** Operators with two operands, and conditions. */
import { bytesOf } from '../literals.ts';
import type { Node } from '../parse.ts';
import { union } from './arrays.ts';
import { concatenated } from './assignments.ts';
import { binding, type Code, equality, infix, negated, whole, within } from './code.ts';
import { quiet } from './elements.ts';
import { isTruthyAlike } from './expressions.ts';
import { isPath, isSimple } from './paths.ts';
import { cannot, need, type State } from './state.ts';
import { numberCode, template, textCode, withoutNull } from './texts.ts';
import { isOnly, mayBe, type Type } from './types.ts';
import { typeOf } from './typing.ts';
import { js, value } from './values.ts';

export function binary(s: State, node: Node): Code {
  const { left, right, type } = node as unknown as { left: Node; right: Node; type: string };
  switch (type) {
    case '??': {
      const first: Code = isPath(left) ? whole(quiet(s, left)) : value(s, left);
      if (right.kind === 'nullkeyword') return first;
      return infix(
        first,
        '??',
        right.kind === 'bin' && right['type'] === '??' ? value(s, right) : value(s, right),
        binding.coalesce,
      );
    }
    case '.':
      return concatenation(s, node);
    case '+':
      if (isOnly(typeOf(s, right), 'array') || isOnly(typeOf(s, left), 'array')) return whole(union(s, left, right));
      return arithmetic(s, node, '+', binding.sum);
    case '-':
      return arithmetic(s, node, '-', binding.sum);
    case '*':
      return arithmetic(s, node, '*', binding.product);
    case '/':
      if (right.kind === 'number' && Number(right['value']) !== 0) return arithmetic(s, node, '/', binding.product);
      return whole(`${need(s, 'divide')}(${numberCode(s, left).js}, ${numberCode(s, right).js})`);
    case '%':
      return whole(`${need(s, 'modulo')}(${numberCode(s, left).js}, ${numberCode(s, right).js})`);
    case '**': {
      const base = numberCode(s, left);
      return {
        js: `${within(base, binding.whole)} ** ${within(numberCode(s, right), binding.power)}`,
        binds: binding.power,
      };
    }
    case '<=>':
      return whole(`${need(s, 'compare')}(${plain(s, left)}, ${plain(s, right)})`);
    default:
      return condition(s, node);
  }
}

const arithmetic = (s: State, { left, right }: Node, sign: string, binds: number): Code =>
  infix(numberCode(s, left), sign, numberCode(s, right), binds);

/** As a value that is compared: XML as its text. */
const plain = (s: State, node: Node): string =>
  isOnly(typeOf(s, node), 'xml') ? textCode(s, node) : js(s, withoutNull(node));

function concatenation(s: State, node: Node): Code {
  const parts = concatenated(node);
  const isTemplate = parts.some((part) => ['string', 'encapsed', 'nowdoc'].includes(part.kind)) || parts.length > 2;
  // A text that is joined with an empty one is only made a text.
  const filled = parts.filter((part) => !(part.kind === 'string' && bytesOf(part) === ''));
  if (filled.length === 1 && filled[0] !== undefined) return whole(textCode(s, filled[0]));
  if (isTemplate) return whole(template(s, filled));
  return infix(whole(textCode(s, parts[0] as Node)), '+', whole(textCode(s, parts[1] as Node)), binding.sum);
}

// ── Conditions ────────────────────────────────────────────────────────────────────────────────────────────────────────

/** What JavaScript takes for true where PHP does. @param wanted as a bool itself, not only to be tested */
export function condition(s: State, node: Node, wanted = false): Code {
  switch (node.kind) {
    case 'bin':
      return operator(s, node) ?? truth(s, node, wanted);
    case 'unary':
      if (node['type'] !== '!') return truth(s, node, wanted);
      return negated(condition(s, node['what']));
    case 'empty':
      return negated(truth(s, node['expression'], false));
    case 'isset': {
      const parts = (node['variables'] as Node[]).map((one) => negated(equality(quiet(s, one), '==', 'null')));
      return parts.reduce((all, one) => infix(all, '&&', one, binding.and));
    }
    case 'boolean':
      return whole(String(node['value']));
    case 'silent':
      return condition(s, node['expr'], wanted);
    default:
      return truth(s, node, wanted);
  }
}

function truth(s: State, node: Node, wanted: boolean): Code {
  const type = typeOf(s, node);
  if (node.kind === 'call') {
    const code = s.parts.callCode(s, node, true);
    if (isOnly(type, 'bool') || isTruthyAlike(type))
      return wanted && !isOnly(type, 'bool') ? whole(`Boolean(${code.js})`) : code;
    return whole(`${need(s, 'truthy')}(${code.js})`);
  }
  const bare = withoutNull(node);
  const code = isPath(bare) && isPath(node) ? whole(js(s, bare)) : value(s, bare);
  if (isOnly(type, 'bool')) return code;
  if (isTruthyAlike(type)) return wanted ? whole(`Boolean(${code.js})`) : code;
  if (isOnly(type, 'xml')) return whole(`${need(s, 'truthy')}(${textCode(s, node)})`);
  return whole(`${need(s, 'truthy')}(${code.js})`);
}

const isPlain = (node: Node): boolean => ['string', 'number', 'boolean', 'nullkeyword', 'nowdoc'].includes(node.kind);
/** A text that is no number, so that a text equals it only where it is the same. */
export const isWord = (node: Node): boolean => node.kind === 'string' && /^[^\s\d.+-]/.test(bytesOf(node));

function operator(s: State, node: Node): Code | null {
  const { left, right, type } = node as unknown as { left: Node; right: Node; type: string };
  switch (type) {
    case '&&':
    case 'and':
      return infix(condition(s, left), '&&', condition(s, right), binding.and);
    case '||':
    case 'or':
      return infix(condition(s, left), '||', condition(s, right), binding.or);
    case 'xor':
      return infix(condition(s, left, true), '!==', condition(s, right, true), binding.equality);
    case '===':
      return identical(s, left, right);
    case '!==':
      return negated(identical(s, left, right));
    case '==':
      return loosely(s, left, right);
    case '!=':
    case '<>':
      return negated(loosely(s, left, right));
    case '<':
    case '<=':
    case '>':
    case '>=': {
      if (isOnly(typeOf(s, left), 'number') && isOnly(typeOf(s, right), 'number'))
        return infix(value(s, left), type, value(s, right), binding.relation);
      return infix(
        whole(`${need(s, 'compare')}(${plain(s, left)}, ${plain(s, right)})`),
        type,
        whole('0'),
        binding.relation,
      );
    }
    case 'instanceof':
      return cannot(node, 'instanceof');
    default:
      return null;
  }
}

function identical(s: State, left: Node, right: Node): Code {
  const found = place(s, left, right) ?? place(s, right, left);
  if (found !== null) return found;
  if (right.kind === 'nullkeyword') return equality(comparable(s, left), '==', 'null');
  if (left.kind === 'nullkeyword') return equality(comparable(s, right), '==', 'null');
  const types = [typeOf(s, left), typeOf(s, right)];
  if (types.some((type) => isOnly(type, 'xml'))) return cannot(left, '=== with XML');
  const one = isPlain(left) || isPlain(right) || types.some((type) => !mayBe(type, 'array') && !mayBe(type, 'null'));
  if (one) return equality(comparable(s, left), '===', comparable(s, right));
  return whole(`${need(s, 'same')}(${plain(s, left)}, ${plain(s, right)})`);
}

const comparable = (s: State, node: Node): string => within(value(s, withoutNull(node)), binding.equality + 1);

/** `strpos($a, $b) === false` and its kin, which ask whether a text holds another. */
function place(s: State, left: Node, right: Node): Code | null {
  if (left.kind !== 'call' || left['what'].kind !== 'name') return null;
  const name = String(left['what'].name).toLowerCase();
  const args = left['arguments'] as Node[];
  if (!/^(?:mb_)?str(?:i)?pos$/.test(name) || args.length !== 2) return null;
  const ignoresCase = name.includes('ipos');
  const fold = (code: string): string => (ignoresCase ? `${code}.toLowerCase()` : code);
  if (ignoresCase && !name.startsWith('mb_')) return null;
  const [text, what] = args.map((one) => fold(textCode(s, one))) as [string, string];
  if (right.kind === 'boolean' && right['value'] === false) return negated(whole(`${text}.includes(${what})`));
  if (right.kind === 'number' && right['value'] === '0') return whole(`${text}.startsWith(${what})`);
  return null;
}

function loosely(s: State, left: Node, right: Node): Code {
  const [a, b] = [typeOf(s, left), typeOf(s, right)];
  const strict = (): Code => equality(comparable(s, left), '===', comparable(s, right));
  if (isOnly(a, 'number') && isOnly(b, 'number')) return strict();
  if (isOnly(a, 'bool') && isOnly(b, 'bool')) return strict();
  if (isOnly(a, 'number', 'null') && right.kind === 'number' && Number(right['value']) !== 0) return strict();
  if (
    right.kind === 'nullkeyword' &&
    !mayBe(a, 'string') &&
    !mayBe(a, 'bool') &&
    !mayBe(a, 'number') &&
    !mayBe(a, 'array')
  )
    return equality(comparable(s, left), '==', 'null');
  if (isWord(right)) return withWord(s, left, right, a);
  if (isWord(left)) return withWord(s, right, left, b);
  return whole(`${need(s, 'equal')}(${plain(s, left)}, ${plain(s, right)})`);
}

function withWord(s: State, node: Node, word: Node, type: Type): Code {
  if (isOnly(type, 'xml')) return equality(textCode(s, node), '===', js(s, word));
  if (isOnly(type, 'string', 'null', 'number')) return equality(comparable(s, node), '===', js(s, word));
  return whole(`${need(s, 'is')}(${js(s, withoutNull(node))}, ${js(s, word)})`);
}

// ── match ─────────────────────────────────────────────────────────────────────────────────────────────────────────────

export function matching(s: State, node: Node): Code {
  const { cond, arms } = node as unknown as { cond: Node; arms: Node[] };
  const isTrue = cond.kind === 'boolean' && cond['value'] === true;
  if (!isTrue && !isSimple(cond)) return cannot(node, 'match with something that is worked out');
  const { indent } = s;
  s.indent = `${indent}  `;
  let otherwise = `${need(s, 'unmatched')}(${isTrue ? 'true' : js(s, cond)})`;
  if (arms.some((arm) => arm['conds'] === null)) s.script.helpers.delete('unmatched');
  const lines: string[] = [];
  for (const arm of arms) {
    const body = within(value(s, arm['body']), binding.choice + 1);
    const conds = arm['conds'] as Node[] | null;
    if (conds === null) otherwise = body;
    else {
      const tests = conds.map((one) => (isTrue ? strictlyTrue(s, one) : identical(s, cond, one)));
      lines.push(
        `${within(
          tests.reduce((all, one) => infix(all, '||', one, binding.or)),
          binding.or,
        )} ? ${body}`,
      );
    }
  }
  s.indent = indent;
  return {
    js: `\n${[...lines, otherwise].map((line, i) => `${indent}  ${i === 0 ? '' : ': '}${line}`).join('\n')}`,
    binds: binding.choice,
  };
}

const strictlyTrue = (s: State, node: Node): Code =>
  isOnly(typeOf(s, node), 'bool') ? condition(s, node) : infix(value(s, node), '===', whole('true'), binding.equality);
