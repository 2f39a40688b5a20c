/**
 * `$core->lead->edit(…)` and its kin where they stand in the script's own text: called without the way through objects, and an
 * edit that is written out becomes the object that it ends as, with no array in between.
 */
import { normalKey } from '../../../../sandbox/php/values/array.ts';
import { isAscii, toText } from '../../../../sandbox/php/values/bytes.ts';
import { type Context, mark, rt } from './context.ts';
import { bytesOf, quoted } from './literals.ts';
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
    case 'offsetlookup': {
      const key = node['offset']?.kind === 'string' ? bytesOf(node['offset']) : null;
      if (key === null || !isAscii(key) || typeof normalKey(key) !== 'string') break;
      return `${mark(node['offset'])}${rt(c, 'jsAt')}(${c.expr(c, node['what'])}, ${quoted(key)})`;
    }
  }
  return `${rt(c, 'js')}(${c.expr(c, node)})`;
}
