/** What an expression may give: the more is known, the less has to be converted. */
import { bytesOf } from '../literals.ts';
import type { Node } from '../parse.ts';
import { resultOf } from './results.ts';
import { isInjected, plainName, type State } from './state.ts';
import { any, elementsOf, isOnly, join, kinds, listOf, mayBe, nothing, of, type Type } from './types.ts';

const table = (element: Type): Type => ({ may: kinds.array, shape: 'keyed', element });
const given: Record<string, Type> = {
  params: table(of('string')),
  offer: table(any),
  now: of('int'),
  token: of('string', 'null'),
  response: { may: kinds.array, shape: 'keyed' },
  page: of('int'),
  e2i: table(of('int')),
  ids: table(of('int')),
  i2t: table(of('int')),
  ide: table(of('string', 'null')),
  inid: of('int'),
  url: of('string'),
  method: of('string'),
  headers: { may: kinds.array, shape: 'keyed' },
  idl: listOf(of('int')),
  idsl: of('string'),
  idel: of('string'),
  from: of('string'),
  to: of('string'),
  ffrom: of('string'),
  fto: of('string'),
  ufrom: of('int'),
  uto: of('int'),
  tom: of('string'),
  ftom: of('string'),
  utom: of('int'),
};

const orNull = (type: Type): Type => ({ ...type, may: type.may | kinds.null });

export function typeOf(s: State, node: Node): Type {
  switch (node.kind) {
    case 'variable': {
      if (typeof node['name'] !== 'string') return any;
      const name = plainName(node);
      if (isInjected(s, name)) return s.scope.types.get(name) ?? given[name] ?? any;
      const type = s.scope.types.get(name) ?? any;
      const left = type.may & ~(s.scope.narrowed.get(name) ?? 0);
      return left === 0 || left === type.may ? type : { ...type, may: left };
    }
    case 'string':
    case 'nowdoc':
    case 'encapsed':
    case 'magic':
      return of('string');
    case 'number':
      return /^\d+$/.test(node['value']) ? of('int') : of('number');
    case 'boolean':
    case 'isset':
    case 'empty':
      return of('bool');
    case 'nullkeyword':
      return of('null');
    case 'array':
      return arrayType(s, node);
    case 'silent':
      return typeOf(s, node['expr']);
    case 'offsetlookup':
      return elementType(s, node);
    case 'propertylookup':
    case 'nullsafepropertylookup': {
      const inner = typeOf(s, node['what']);
      return isOnly(inner, 'xml') ? inner : any;
    }
    case 'unary':
      if (node['type'] === '!') return of('bool');
      return isOnly(typeOf(s, node['what']), 'int') ? of('int') : of('number');
    case 'pre':
    case 'post':
      return typeOf(s, node['what']);
    case 'cast':
      return castType(s, node);
    case 'retif': {
      const yes = node['trueExpr'] === null ? withoutNull(typeOf(s, node['test'])) : typeOf(s, node['trueExpr']);
      return join(yes, typeOf(s, node['falseExpr']));
    }
    case 'assign':
      if (node['operator'] === '=') return typeOf(s, node['right']);
      return node['operator'] === '.='
        ? of('string')
        : node['operator'] === '??='
          ? join(typeOf(s, node['left']), typeOf(s, node['right']))
          : of('number');
    case 'bin':
      return binaryType(s, node);
    case 'closure':
    case 'arrowfunc':
      return of('callable');
    case 'match':
      return (node['arms'] as Node[]).reduce((sum, arm) => join(sum, typeOf(s, arm['body'])), nothing);
    case 'call':
      return resultOf(s, node, typeOf);
    case 'new':
      return of('object');
    default:
      return any;
  }
}

const withoutNull = (type: Type): Type => ({ ...type, may: type.may & ~kinds.null });

function elementType(s: State, node: Node): Type {
  const { what, offset } = node as unknown as { what: Node; offset: Node | false };
  if (!offset) return any;
  if (what.kind === 'variable' && isInjected(s, String(what['name'])) && what['name'] === 'response') {
    if (offset.kind === 'string' && bytesOf(offset) === 'status') return of('int');
    return any;
  }
  const type = typeOf(s, what);
  if (isOnly(type, 'xml')) return type;
  if (isOnly(type, 'string')) return of('string');
  return type.element && !mayBe(type, 'string') ? orNull(type.element) : any;
}

function arrayType(s: State, node: Node): Type {
  const items = node['items'] as Node[];
  if (items.length === 0) return { may: kinds.array, shape: 'empty', filled: false };
  let element = nothing;
  let keyed = false;
  let filled = false;
  for (const item of items) {
    if (item.kind !== 'entry') return { may: kinds.array };
    if (item['unpack']) {
      const spread = typeOf(s, item['value']);
      element = join(element, elementsOf(spread));
      keyed ||= spread.shape !== 'list';
      filled ||= spread.filled === true;
      continue;
    }
    keyed ||= Boolean(item['key']);
    filled = true;
    element = join(element, typeOf(s, item['value']));
  }
  return { may: kinds.array, shape: keyed ? 'keyed' : 'list', filled, element };
}

function castType(s: State, node: Node): Type {
  switch (node['type']) {
    case 'string':
      return of('string');
    case 'int':
    case 'integer':
      return of('int');
    case 'float':
    case 'double':
      return of('number');
    case 'bool':
    case 'boolean':
      return of('bool');
    case 'array': {
      const type = typeOf(s, node['expr']);
      return isOnly(type, 'array') ? type : of('array');
    }
    default:
      return any;
  }
}

function binaryType(s: State, node: Node): Type {
  const [left, right] = [typeOf(s, node['left']), typeOf(s, node['right'])];
  switch (node['type']) {
    case '??': {
      const type = join(withoutNull(left), right);
      return node['right'].kind === 'nullkeyword' ? { ...type, unsure: true } : type;
    }
    case '.':
      return of('string');
    case '+':
      if (mayBe(left, 'array') && isOnly(right, 'array'))
        return { ...join({ ...left, may: kinds.array }, right), filled: left.filled === true || right.filled === true };
      return isOnly(left, 'int') && isOnly(right, 'int') ? of('int') : of('number');
    case '-':
    case '*':
      return isOnly(left, 'int') && isOnly(right, 'int') ? of('int') : of('number');
    case '%':
    case '<=>':
      return of('int');
    case '/':
    case '**':
      return of('number');
    default:
      return of('bool');
  }
}
