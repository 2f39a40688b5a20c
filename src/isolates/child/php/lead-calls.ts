/**
 * `$core->lead->edit(…)` and its kin where they stand in the script's own text: called without the way through objects, and an
 * edit that is written out becomes the object that it ends as, with no array in between.
 */

import { isUtf8, toText } from '../../../../sandbox/php/values/bytes.ts';
import { nameIn } from './access.ts';
import { type Context, isCertain, isPlainVariable, mark, place, rt, temp } from './context.ts';
import { bytesOf, pieceBytes, quoted } from './literals.ts';
import type { Node } from './parse.ts';

/** The code of the call; null where it is another, or takes the long way. */
export function leadCall(c: Context, node: Node): string | null {
  const name = calledOfLead(node);
  if (name === null || !c.scope.main || c.unit.facts.changesCore) return null;
  const args = node['arguments'] as Node[];
  const [id, given] = args;
  if (id === undefined || args.length > 2 || args.some(({ kind }) => kind === 'variadic' || kind === 'namedargument'))
    return null;
  const place = mark(node['what'].offset);
  const lead = plain(c, id);
  if (name === 'edit') {
    if (given === undefined) return null;
    const record = recordOf(c, given);
    if (record !== null) return `${place}${rt(c, 'editLead')}(${lead}, ${record})`;
    return `${place}${rt(c, 'editLeadBy')}(${lead}, ${c.expr(c, given)})`;
  }
  return `${place}${rt(c, 'tellLead')}(${quoted(name)}, ${lead}${given === undefined ? '' : `, ${plain(c, given)}`})`;
}

function calledOfLead(node: Node): string | null {
  const { what } = node as unknown as { what: Node };
  if (what.kind !== 'propertylookup' || what['offset'].kind !== 'identifier') return null;
  const lead = what['what'] as Node;
  if (lead.kind !== 'propertylookup' || lead['offset'].kind !== 'identifier' || lead['offset'].name !== 'lead')
    return null;
  if (lead['what'].kind !== 'variable' || lead['what'].name !== 'core') return null;
  const name = String(what['offset'].name).toLowerCase();
  return /^(?:edit|approve|setstatus|setstc)$/.test(name) ? name : null;
}

/** An edit written out as an object; null where a key is worked out, or may be an integer's. */
function recordOf(c: Context, node: Node): string | null {
  if (node.kind !== 'array') return null;
  const names = new Set<string>();
  const parts: string[] = [];
  for (const item of node['items'] as Node[]) {
    if (item.kind !== 'entry' || item['key']?.kind !== 'string' || item['byRef'] || item['unpack']) return null;
    const name = bytesOf(item['key']);
    if (!/^[A-Za-z_]\w*$/.test(name) || name === '__proto__' || names.has(name)) return null;
    names.add(name);
    const value = item['value'] as Node;
    const nested = value.kind === 'array' && value['items'].length > 0 ? recordOf(c, value) : null;
    parts.push(`${name}: ${nested ?? (name === 'comment' ? comment(c, value) : plain(c, value))}`);
  }
  return `{ ${parts.join(', ')} }`;
}

const comment = (c: Context, node: Node): string =>
  node.kind === 'string' && !bytesOf(node).includes('\\') ? plain(c, node) : `${rt(c, 'unslashed')}(${plain(c, node)})`;

/** A value as JavaScript's data. */
function plain(c: Context, node: Node): string {
  switch (node.kind) {
    case 'string':
    case 'nowdoc':
      return quoted(toText(bytesOf(node)));
    case 'boolean':
    case 'nullkeyword':
      return c.expr(c, node);
    case 'number':
      return /^(?:0|[1-9]\d{0,14})$/.test(node['value']) ? node['value'] : `${rt(c, 'js')}(${c.expr(c, node)})`;
    case 'variable': {
      if (!isPlainVariable(node) || !isCertain(c, node['name'])) break;
      const at = place(c, node['name']);
      return `(typeof ${at} === "number" ? ${at} : ${rt(c, 'js')}(${at}))`;
    }
    case 'offsetlookup': {
      const key = nameIn(node);
      if (key === null) break;
      return `${mark(node['offset'])}${rt(c, 'jsAt')}(${c.expr(c, node['what'])}, ${quoted(key)})`;
    }
  }
  const made = `${rt(c, 'js')}(${c.expr(c, node)})`;
  const spelt = textOf(c, node);
  return spelt === null || spelt.tests.length === 0 ? made : `(${spelt.tests.join(' && ')} ? ${spelt.value} : ${made})`;
}

interface Spelt {
  /** Conditions under which `value` is right; they fill temporaries. */
  tests: string[];
  value: string;
}

/**
 * A text made of texts of the answer, put together as the characters they came as: making bytes of each and characters of the
 * whole again takes longer than the rest of a row. Null where it is made of anything else.
 */
function textOf(c: Context, node: Node): Spelt | null {
  switch (node.kind) {
    case 'string':
    case 'nowdoc':
      return isUtf8(bytesOf(node)) ? { tests: [], value: quoted(toText(bytesOf(node))) } : null;
    case 'offsetlookup': {
      const key = nameIn(node);
      const container = node['what'] as Node;
      if (key === null || !isPlainVariable(container) || !isCertain(c, container['name'])) return null;
      const t = temp(c);
      return {
        tests: [`(${t} = ${rt(c, 'textAt')}(${place(c, container['name'])}, ${quoted(key)})) !== undefined`],
        value: t,
      };
    }
    case 'bin':
      return node['type'] === '.' ? joined([textOf(c, node['left']), textOf(c, node['right'])]) : null;
    case 'encapsed': {
      const parts = node['value'] as Node[];
      if (node['type'] !== 'string') return null;
      return joined(
        parts.map((part, i) => {
          const inner = part['expression'] as Node;
          if (inner.kind !== 'string' || part['syntax'] !== null) return textOf(c, inner);
          const piece = pieceBytes(inner, node, i === 0, i === parts.length - 1);
          return isUtf8(piece) ? { tests: [], value: quoted(toText(piece)) } : null;
        }),
      );
    }
    case 'call': {
      const [argument, ...more] = node['arguments'] as Node[];
      const isTrim = node['what'].kind === 'name' && /^\\?trim$/i.test(node['what'].name);
      if (!isTrim || more.length > 0 || argument === undefined) return null;
      const inner = textOf(c, argument);
      return inner === null ? null : { ...inner, value: `${rt(c, 'trimmedWhite')}(${inner.value}, true, true)` };
    }
    default:
      return null;
  }
}

function joined(parts: (Spelt | null)[]): Spelt | null {
  const all = parts.filter((part) => part !== null);
  if (all.length < parts.length) return null;
  return { tests: all.flatMap(({ tests }) => tests), value: `(${all.map(({ value }) => value).join(' + ')})` };
}
