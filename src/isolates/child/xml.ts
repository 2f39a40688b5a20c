/**
 * XML to data: `$data` is what the root element holds. An element with neither attributes nor children is its text; any
 * other is an object of its attributes and children by name, its own text under `#text`. A name that repeats is a list. An
 * attribute whose name a child also has goes by `@name`. Everything is text: no number loses its zeros.
 *
 * Nothing is looked up and no entity but the five of XML and character numbers is expanded.
 */
import { XMLParser, XMLValidator } from 'fast-xml-parser';
import type { Json } from '../../../sandbox/contract/job.ts';
import { DecodeError } from './decode-error.ts';

/** Deeper nesting than any answer needs. */
const maxDepth = 200;

/** What the parser makes of a document: one key per node, beside the attributes under `:@`. */
type Node = { [name: string]: Node[] | string | Record<string, string> };

export function readXml(text: string): Json {
  const start = text.trimStart();
  if (!start.startsWith('<')) throw new DecodeError('it does not start with `<`');
  if (holdsDefinition(start)) throw new DecodeError('it holds a document type definition, which is not read');
  if (depthOf(start) > maxDepth) throw new DecodeError(`it nests deeper than ${maxDepth} elements`);
  const valid = XMLValidator.validate(start, { allowBooleanAttributes: false });
  if (valid !== true) throw new DecodeError(`line ${valid.err.line}: ${valid.err.msg}`);
  const parser = new XMLParser({
    preserveOrder: true,
    ignoreAttributes: false,
    attributeNamePrefix: '',
    parseTagValue: false,
    parseAttributeValue: false,
    processEntities: false,
    // Kept apart, since what looks like an entity in there is none.
    cdataPropName: '#cdata',
    ignoreDeclaration: true,
    ignorePiTags: true,
    removeNSPrefix: false,
    trimValues: true,
    maxNestedTags: maxDepth,
  });
  const nodes = parser.parse(start) as Node[];
  const root = nodes.find((node) => nameOf(node) !== '#text');
  if (root === undefined) throw new DecodeError('it holds no element');
  return valueOf(root);
}

/** Not where it only speaks of one, in a comment or in CDATA. */
function holdsDefinition(text: string): boolean {
  for (let at = text.indexOf('<!'); at !== -1; at = text.indexOf('<!', at + 2)) {
    const end = text.startsWith('<!--', at) ? '-->' : text.startsWith('<![CDATA[', at) ? ']]>' : null;
    if (end === null) {
      if (/^<!(?:DOCTYPE|ENTITY)/i.test(text.slice(at, at + 9))) return true;
      continue;
    }
    const close = text.indexOf(end, at);
    if (close === -1) return false;
    at = close;
  }
  return false;
}

/**
 * How deep tags nest, in linear time: the parser's own limit comes after its validator, which takes for ever. Behind what never
 * ends there is nothing more to read.
 */
function depthOf(text: string): number {
  let depth = 0;
  let deepest = 0;
  for (let at = text.indexOf('<'); at !== -1 && deepest <= maxDepth; at = text.indexOf('<', at)) {
    const end = endOfMarkup(text, at);
    if (end === -1) break;
    if (text[at + 1] === '/') depth--;
    else if (text[at + 1] !== '!' && text[at + 1] !== '?' && text[end - 2] !== '/') depth++;
    if (depth > deepest) deepest = depth;
    at = end;
  }
  return deepest;
}

/** Where the text goes on behind what begins at a `<`; -1 where that never ends. */
function endOfMarkup(text: string, start: number): number {
  if (text.startsWith('<!--', start)) return behind(text, '-->', start + 4);
  if (text.startsWith('<![CDATA[', start)) return behind(text, ']]>', start + 9);
  if (text[start + 1] === '?') return behind(text, '?>', start + 2);
  const tagEnd = /["'>]/g;
  tagEnd.lastIndex = start;
  for (let match = tagEnd.exec(text); match !== null; match = tagEnd.exec(text)) {
    if (match[0] === '>') return tagEnd.lastIndex;
    // What stands in quotes ends no tag.
    tagEnd.lastIndex = behind(text, match[0], tagEnd.lastIndex);
    if (tagEnd.lastIndex === -1) return -1;
  }
  return -1;
}

function behind(text: string, end: string, from: number): number {
  const at = text.indexOf(end, from);
  return at === -1 ? -1 : at + end.length;
}

const nameOf = (node: Node): string => Object.keys(node).find((key) => key !== ':@') ?? '#text';

function valueOf(node: Node): Json {
  const children = node[nameOf(node)] as Node[];
  const attributes = Object.entries((node[':@'] ?? {}) as Record<string, string>);
  let text = '';
  const elements = new Map<string, Json | Json[]>();
  const repeated = new Set<string>();
  for (const child of children) {
    const name = nameOf(child);
    if (name === '#text') {
      text += decodeEntities(String(child['#text']));
      continue;
    }
    if (name === '#cdata') {
      text += (child[name] as Node[]).map((part) => String(part['#text'])).join('');
      continue;
    }
    const value = valueOf(child);
    const before = elements.get(name);
    if (before === undefined) elements.set(name, value);
    else if (repeated.has(name)) (before as Json[]).push(value);
    else {
      elements.set(name, [before, value]);
      repeated.add(name);
    }
  }
  if (elements.size === 0 && attributes.length === 0) return text;
  const object: { [key: string]: Json } = Object.create(null);
  for (const [name, value] of attributes) object[elements.has(name) ? `@${name}` : name] = decodeEntities(value);
  for (const [name, value] of elements) object[name] = value;
  if (text !== '') object['#text'] = text;
  return object;
}

const known: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

function decodeEntities(text: string): string {
  if (!text.includes('&')) return text;
  return text.replace(/&(?:(amp|lt|gt|quot|apos)|#(\d{1,7})|#x([\da-f]{1,6}));/gi, (whole, name, decimal, hex) => {
    if (name !== undefined) return known[name] ?? whole;
    const code = decimal === undefined ? Number.parseInt(hex, 16) : Number(decimal);
    return code > 0 && code <= 0x10ffff && !(code >= 0xd800 && code < 0xe000) ? String.fromCodePoint(code) : '\ufffd';
  });
}
