/** `print_r`, `var_dump`, `var_export`, `error_log`. */
import { fail, isThrowable } from '../../faults.ts';
import { host } from '../../host.ts';
import { bufferLevel, bufferText, cleanBuffer, closeBuffer, openBuffer, print } from '../../language/output.ts';
import { PhpArray } from '../../values/array.ts';
import { toText } from '../../values/bytes.ts';
import { str } from '../../values/convert.ts';
import { exactFloat } from '../../values/number-text.ts';
import { Float, isFloat, numberOf, PhpObject, Ref, type Slot, type Value } from '../../values/value.ts';
import type { Functions } from '../define.ts';

/** More than a log holds: what refers to itself over and over stops here. */
const longest = 4_000_000;
const maxDepth = 256;

const plain = (slot: Slot): Value => (slot instanceof Ref ? (slot.v ?? null) : slot);
const propertiesOf = (object: PhpObject): [string, Slot][] => {
  if (isThrowable(object)) return [...object.props].filter(([name]) => name !== 'previous');
  return [...(object.cls.properties?.(object) ?? object.props)];
};

function guard(text: string, depth: number): void {
  if (depth > maxDepth || text.length > longest) fail('Error', 'Nesting level too deep - recursive dependency?');
}

function readable(v: Value, indent: string, depth: number, inside: Value[]): string {
  if (!(v instanceof PhpArray) && !(v instanceof PhpObject)) return str(v);
  const head = v instanceof PhpArray ? 'Array\n' : `${v.cls.name} Object\n`;
  if (inside.includes(v)) return `${head} *RECURSION*`;
  const rows: [unknown, Value][] =
    v instanceof PhpArray ? v.entries() : propertiesOf(v).map(([name, slot]) => [name, plain(slot)]);
  let out = `${head}${indent}(\n`;
  for (const [key, value] of rows) {
    out += `${indent}    [${key}] => ${readable(value, `${indent}        `, depth + 1, [...inside, v])}\n`;
    guard(out, depth);
  }
  return `${out}${indent})\n`;
}

function dump(v: Value, indent: string, depth: number, inside: Value[]): string {
  if (v === null) return `${indent}NULL\n`;
  if (typeof v === 'boolean') return `${indent}bool(${v})\n`;
  if (typeof v === 'string') return `${indent}string(${v.length}) "${v}"\n`;
  if (isFloat(v)) return `${indent}float(${exactFloat(numberOf(v))})\n`;
  if (typeof v === 'number' || typeof v === 'bigint') return `${indent}int(${v})\n`;
  if (v instanceof Float) return '';
  if (inside.includes(v)) return `${indent}*RECURSION*\n`;
  if (v instanceof PhpObject && v.cls.name === 'Closure') return `${indent}object(Closure)#${v.id} (0) {\n${indent}}\n`;
  const rows: [unknown, Slot][] = v instanceof PhpArray ? v.slots() : propertiesOf(v);
  let out =
    v instanceof PhpArray
      ? `${indent}array(${rows.length}) {\n`
      : `${indent}object(${v.cls.name})#${v.id} (${rows.length}) {\n`;
  for (const [key, slot] of rows) {
    const shown = typeof key === 'string' ? `"${key}"` : String(key);
    const text = dump(plain(slot), `${indent}  `, depth + 1, [...inside, v]);
    const shared = slot instanceof Ref && slot.holders > 1;
    out += `${indent}  [${shown}]=>\n${shared ? `${indent}  &${text.trimStart()}` : text}`;
    guard(out, depth);
  }
  return `${out}${indent}}\n`;
}

export function exported(v: Value, indent = '', depth = 0): string {
  if (v === null) return 'NULL';
  if (typeof v === 'boolean') return v ? 'true' : 'false';
  if (typeof v === 'string') {
    const text = `'${v.replace(/[\\']/g, '\\$&')}'`;
    return text.includes('\0') ? text.replaceAll('\0', '\' . "\\0" . \'') : text;
  }
  if (isFloat(v)) {
    const text = exactFloat(numberOf(v));
    return /^-?\d+$/.test(text) ? `${text}.0` : text;
  }
  if (typeof v === 'bigint' && v === -(2n ** 63n)) return '-9223372036854775807-1';
  if (typeof v === 'number' || typeof v === 'bigint') return String(v);
  if (v instanceof Float) return '';
  if (v instanceof PhpObject) {
    if (v.cls.name !== 'stdClass') return `\\${v.cls.name}::__set_state(array(\n${indent}))`;
    let out = '(object) array(\n';
    for (const [name, slot] of v.props)
      out += `${indent}   '${name.replace(/[\\']/g, '\\$&')}' => ${below(plain(slot), `${indent}  `, depth)},\n`;
    return `${out}${indent})`;
  }
  let out = 'array (\n';
  for (const [key, value] of v.entries()) {
    const name = typeof key === 'string' ? exported(key) : String(key);
    out += `${indent}  ${name} => ${below(value, `${indent}  `, depth)},\n`;
    guard(out, depth);
  }
  return `${out}${indent})`;
}

const below = (v: Value, indent: string, depth: number): string =>
  v instanceof PhpArray || v instanceof PhpObject
    ? `\n${indent}${exported(v, indent, depth + 1)}`
    : exported(v, indent, depth + 1);

export const dumps: Functions = {
  print_r: [
    'mixed value,bool return=',
    (v: Value, give = false) => {
      const text = readable(v, '', 0, []);
      if (give) return text;
      print(text);
      return true;
    },
  ],
  var_dump: [
    'mixed value,mixed ...values',
    (...values: Value[]) => {
      for (const v of values) print(dump(v, '', 0, []));
    },
  ],
  var_export: [
    'mixed value,bool return=',
    (v: Value, give = false) => {
      const text = exported(v);
      if (give) return text;
      print(text);
      return null;
    },
  ],
  error_log: [
    'string message,int message_type=,?string destination=,?string additional_headers=',
    (text: string) => {
      host.log(2, toText(text));
      return true;
    },
  ],
  ob_start: ['mixed callback=,int chunk_size=,int flags=', () => openBuffer() > 0],
  ob_get_clean: ['', () => closeBuffer(false) ?? false],
  ob_get_contents: ['', () => bufferText() ?? false],
  ob_end_clean: ['', () => closeBuffer(false) !== null],
  ob_get_flush: ['', () => closeBuffer(true) ?? false],
  ob_end_flush: ['', () => closeBuffer(true) !== null],
  ob_clean: ['', () => cleanBuffer()],
  ob_get_length: ['', () => bufferText()?.length ?? false],
  ob_get_level: ['', () => bufferLevel()],
};
