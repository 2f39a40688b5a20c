/** XML to a tree. Nothing is looked up, no entity but the five of XML and character numbers is expanded. */
import { encodePoint } from '../values/bytes.ts';

/** All texts are bytes of UTF-8. */
export interface Element {
  name: string;
  attributes: Map<string, string>;
  /** Elements and pieces of text, in their order. */
  children: (Element | string)[];
  parent: Element | null;
}

const maxDepth = 200;
const entities: Record<string, string> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

const decode = (text: string): string =>
  text.replace(/&(?:#(\d+)|#[xX]([0-9A-Fa-f]+)|(\w+));/g, (all, digits?: string, hex?: string, name?: string) => {
    if (name !== undefined) return Object.hasOwn(entities, name) ? (entities[name] as string) : all;
    const code = digits !== undefined ? Number(digits) : Number.parseInt(hex as string, 16);
    return code <= 0x10ffff ? encodePoint(code) : all;
  });

/** @returns the root, or null where it is no XML */
export function readXml(source: string): Element | null {
  const text = source.replace(/^\xef\xbb\xbf/, '');
  const token =
    /<!--[^]*?-->|<!\[CDATA\[([^]*?)\]\]>|<\?[^]*?\?>|<!DOCTYPE[^>[]*>|<\/([^\s>]+)\s*>|<([^\s/>!?]+)((?:\s+[^\s=>/]+\s*=\s*(?:"[^"]*"|'[^']*'))*)\s*(\/?)>|([^<]+)/gy;
  let root: Element | null = null;
  let at: Element | null = null;
  let depth = 0;
  while (token.lastIndex < text.length) {
    const match = token.exec(text);
    if (match === null) return null;
    const [, cdata, closing, opening, attributes = '', alone, plain] = match;
    if (cdata !== undefined) {
      if (at === null) return null;
      at.children.push(cdata);
    } else if (closing !== undefined) {
      if (at === null || at.name !== closing) return null;
      at = at.parent;
      depth--;
    } else if (opening !== undefined) {
      const element: Element = { name: opening, attributes: new Map(), children: [], parent: at };
      for (const [, name = '', double, single] of attributes.matchAll(/([^\s=]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g))
        element.attributes.set(name, decode(double ?? single ?? ''));
      if (at === null) {
        if (root !== null) return null;
        root = element;
      } else at.children.push(element);
      if (alone !== '/') {
        at = element;
        if (++depth > maxDepth) return null;
      }
    } else if (plain !== undefined) {
      if (at === null) {
        if (plain.trim() !== '') return null;
      } else at.children.push(decode(plain.replaceAll('\r\n', '\n')));
    }
  }
  return at === null ? root : null;
}
