/** What calls give. */
import type { Node } from '../parse.ts';
import type { State } from './state.ts';
import { any, elementsOf, isOnly, join, listOf, of, type Type } from './types.ts';

const groups: readonly [names: string, type: Type][] = [
  [
    'trim ltrim rtrim chop strtolower strtoupper mb_strtolower mb_strtoupper ucfirst lcfirst ucwords str_pad strrev str_repeat sprintf number_format nl2br addslashes stripslashes htmlspecialchars json_encode md5 sha1 hash hash_hmac base64_encode base64_decode urlencode rawurlencode urldecode rawurldecode http_build_query implode join substr mb_substr strval date gmdate',
    of('string'),
  ],
  [
    'strlen mb_strlen count sizeof intval floor ceil intdiv time preg_match substr_count array_push ord strcmp strcasecmp mktime gmmktime',
    of('int'),
  ],
  ['floatval round abs array_sum', of('number')],
  [
    'in_array array_key_exists key_exists is_array is_string is_numeric is_null is_int is_integer is_float is_bool str_contains str_starts_with str_ends_with hash_equals ctype_digit is_object checkdate boolval usort',
    of('bool'),
  ],
  ['strtotime strpos stripos mb_strpos mb_stripos', of('int', 'bool')],
  ['explode str_split preg_split array_keys', listOf(of('string'))],
  ['range', listOf(of('number'))],
  ['array_combine array_flip array_fill_keys compact', { may: 16, shape: 'keyed' }],
  [
    'array_merge array_replace array_diff array_intersect array_intersect_key array_diff_key array_unique array_slice',
    of('array'),
  ],
];
const known: Record<string, Type> = Object.assign(
  Object.create(null) as object,
  ...groups.map(([names, type]) => Object.fromEntries(names.split(' ').map((name) => [name, type]))),
);

/** @param typeOf what an argument may be */
export function resultOf(s: State, node: Node, typeOf: (s: State, node: Node) => Type): Type {
  const { what } = node as unknown as { what: Node };
  const args = node['arguments'] as Node[];
  const [first, second] = args;
  if (what.kind === 'propertylookup') {
    if (what['offset'].kind !== 'identifier') return any;
    if (/^(?:edit|approve|setstatus|setstc)$/.test(what['offset'].name)) return of('bool');
    return /^(?:id|bycode)$/.test(what['offset'].name) ? of('int', 'null') : any;
  }
  if (what.kind !== 'name' || first === undefined)
    return what.kind === 'name' && what['name'] === 'time' ? of('int') : any;
  const name = String(what['name']).toLowerCase();
  if (s.script.functions.has(name)) return any;
  switch (name) {
    case 'array_values':
    case 'array_reverse': {
      const type = typeOf(s, first);
      return listOf(elementsOf(type), type.filled === true);
    }
    case 'array_filter':
      return { may: 16, shape: 'keyed', element: elementsOf(typeOf(s, first)) };
    case 'array_pad': {
      const type = typeOf(s, first);
      return isOnly(type, 'array') ? type : of('array');
    }
    case 'array_map': {
      const over = second ? typeOf(s, second) : any;
      const body = first.kind === 'arrowfunc' ? typeOf(s, first['body']) : any;
      return {
        may: 16,
        ...(over.shape === 'list' || over.shape === 'keyed' ? { shape: over.shape } : {}),
        filled: over.filled === true,
        element: body,
      };
    }
    case 'array_column':
      return args.length > 2 ? { may: 16, shape: 'keyed' } : listOf(any);
    case 'array_pop':
    case 'array_shift':
    case 'end':
    case 'reset':
      return { ...elementsOf(typeOf(s, first)), may: elementsOf(typeOf(s, first)).may | 1 };
    case 'max':
    case 'min': {
      const types = args.map((one) => (one.kind === 'variadic' ? elementsOf(typeOf(s, one['what'])) : typeOf(s, one)));
      return types.every((type) => isOnly(type, 'number')) ? types.reduce(join) : any;
    }
    default:
      return known[name] ?? any;
  }
}
