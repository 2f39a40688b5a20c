/** `SimpleXMLElement`: a view of one element, of all of one name, or of attributes. */
import { declareClass } from '../classes.ts';
import { fail } from '../faults.ts';
import { PhpArray } from '../values/array.ts';
import { str, toInt } from '../values/convert.ts';
import { normalKey } from '../values/keys.ts';
import { readNumeric } from '../values/number-text.ts';
import { type Method, type PhpClass, PhpObject, type Slot, type Value } from '../values/value.ts';
import { type Element, readXml } from './xml-read.ts';

/** What an object shows. */
type View =
  /** One element; `all` are those of its name beside it, where it was asked for by name. */
  | { kind: 'elements'; list: Element[]; name: string; of: Element | null }
  | { kind: 'attributes'; of: Element }
  | { kind: 'attribute'; name: string; of: Element }
  | { kind: 'children'; of: Element };

const viewOf = (object: PhpObject): View => object.inner as View;
const elementsIn = (element: Element): Element[] => element.children.filter((child) => typeof child !== 'string');
const ownText = (element: Element): string => element.children.filter((child) => typeof child === 'string').join('');

function make(view: View): PhpObject {
  const object = new PhpObject(simpleXml);
  object.inner = view;
  return object;
}

/** One element by itself, not as the first of its name. */
function makeSingle(element: Element): PhpObject {
  const object = make({ kind: 'elements', list: [element], name: element.name, of: element.parent });
  singles.add(object.inner as object);
  return object;
}
const singles = new WeakSet<object>();

const firstOf = (view: View): Element | null =>
  view.kind === 'elements' ? (view.list[0] ?? null) : view.kind === 'children' ? view.of : null;

function textOf(object: PhpObject): string {
  const view = viewOf(object);
  if (view.kind === 'attribute') return view.of.attributes.get(view.name) ?? '';
  if (view.kind === 'attributes') return [...view.of.attributes.values()][0] ?? '';
  const element = view.kind === 'children' ? elementsIn(view.of)[0] : view.list[0];
  return element === undefined || element === null ? '' : ownText(element);
}

/** Names with a prefix are seen by their whole name only where the prefix is asked for. */
const named = (element: Element, name: string): Element[] => elementsIn(element).filter((child) => child.name === name);

function get(object: PhpObject, name: string): Value {
  const view = viewOf(object);
  if (view.kind === 'attributes')
    return view.of.attributes.has(name) ? make({ kind: 'attribute', name, of: view.of }) : null;
  const element = view.kind === 'children' ? view.of : firstOf(view);
  if (element === null || element === undefined) return null;
  return make({ kind: 'elements', list: named(element, name), name, of: element });
}

function at(object: PhpObject, key: Value): Value | undefined {
  const view = viewOf(object);
  const numeric = typeof key === 'number' || (typeof key === 'string' && readNumeric(key)?.whole === true);
  if (view.kind === 'attribute') return Number(toInt(key)) === 0 && numeric ? object : undefined;
  if (view.kind === 'attributes') {
    const name = numeric ? [...view.of.attributes.keys()][Number(toInt(key))] : str(key);
    return name !== undefined && view.of.attributes.has(name)
      ? make({ kind: 'attribute', name, of: view.of })
      : undefined;
  }
  if (numeric) {
    const list = view.kind === 'children' ? elementsIn(view.of) : view.list;
    const element = list[Number(toInt(key))];
    return element === undefined ? undefined : makeSingle(element);
  }
  const element = firstOf(view);
  return element?.attributes.has(str(key)) ? make({ kind: 'attribute', name: str(key), of: element }) : undefined;
}

function iterate(object: PhpObject): [Value, Value][] {
  const view = viewOf(object);
  if (view.kind === 'attribute') return [];
  if (view.kind === 'attributes')
    return [...view.of.attributes.keys()].map((name) => [name, make({ kind: 'attribute', name, of: view.of })]);
  // An element by itself goes through its children, one of several of a name through those.
  const list =
    view.kind === 'children' ? elementsIn(view.of) : isSingle(view) ? elementsIn(view.list[0] as Element) : view.list;
  return list.map((element) => [element.name, makeSingle(element)]);
}

const isSingle = (view: Extract<View, { kind: 'elements' }>): boolean => singles.has(view);
function count(object: PhpObject): number {
  const view = viewOf(object);
  if (view.kind === 'elements' && !isSingle(view)) return view.list.length;
  return view.kind === 'attribute' ? 0 : iterate(object).length;
}

/** As casts and `json_encode` see it. */
function properties(object: PhpObject): Map<string, Slot> {
  const view = viewOf(object);
  const out = new Map<string, Slot>();
  const put = (name: string, value: Value): void => {
    const there = out.get(name);
    if (there === undefined) out.set(name, value);
    else if (there instanceof PhpArray && name !== '@attributes') there.push(value);
    else out.set(name, PhpArray.of([there as Value, value]));
  };
  if (view.kind === 'attribute') return new Map([['0', textOf(object)]]);
  const element = view.kind === 'attributes' ? view.of : firstOf(view);
  if (element === null || element === undefined) return out;
  if (element.attributes.size > 0 && view.kind !== 'children')
    out.set(
      '@attributes',
      PhpArray.fromEntries([...element.attributes].map(([name, value]) => [normalKey(name), value] as const)),
    );
  if (view.kind === 'attributes') return out;
  const children = elementsIn(element);
  for (const child of children) put(child.name, valueOf(child));
  if (children.length === 0 && ownText(element) !== '') out.set('0', ownText(element));
  return out;
}

const valueOf = (element: Element): Value =>
  elementsIn(element).length === 0 && ownText(element) !== '' ? ownText(element) : makeSingle(element);

const escape = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

function asXml(element: Element): string {
  const attributes = [...element.attributes]
    .map(([name, value]) => ` ${name}="${escape(value).replaceAll('"', '&quot;')}"`)
    .join('');
  if (element.children.length === 0) return `<${element.name}${attributes}/>`;
  return `<${element.name}${attributes}>${element.children.map((child) => (typeof child === 'string' ? escape(child) : asXml(child))).join('')}</${element.name}>`;
}

/** The paths that scripts use: names, `*`, `//`, `@name`, `[n]`, `[name='text']`. */
function xpath(from: Element, path: string): Value {
  const step = /(\/\/|\/)?(@?[\w:.*-]+)((?:\[[^\]]*\])*)/gy;
  let list: (Element | PhpObject)[] = [from];
  if (path.startsWith('/')) {
    let root = from;
    while (root.parent !== null) root = root.parent;
    list = [{ name: '', attributes: new Map(), children: [root], parent: null }];
  }
  let end = 0;
  for (let match = step.exec(path); match !== null; match = step.exec(path)) {
    const [whole, axis = '', name = '', conditions = ''] = match;
    end = (match.index ?? 0) + whole.length;
    list = list.flatMap((one) => {
      if (one instanceof PhpObject) return [];
      const origins = axis === '//' ? descendants(one) : [one];
      return origins.flatMap((origin): (Element | PhpObject)[] => {
        if (name === '.') return [origin];
        if (name === '..') return origin.parent === null ? [] : [origin.parent];
        if (name.startsWith('@'))
          return origin.attributes.has(name.slice(1))
            ? [make({ kind: 'attribute', name: name.slice(1), of: origin })]
            : [];
        return conditioned(
          elementsIn(origin).filter((child) => name === '*' || child.name === name),
          conditions,
        );
      });
    });
  }
  if (end < path.length)
    return fail(
      'Error',
      `SimpleXMLElement::xpath(): the path ${path} is not supported; names, *, //, @name, [1] and [name='text'] are`,
    );
  return PhpArray.of(list.map((one) => (one instanceof PhpObject ? one : makeSingle(one))));
}

const descendants = (element: Element): Element[] => [element, ...elementsIn(element).flatMap(descendants)];

function conditioned(list: Element[], conditions: string): Element[] {
  let left = list;
  for (const [, condition = ''] of conditions.matchAll(/\[([^\]]*)\]/g)) {
    const equals = /^\s*(@?[\w:.-]+)\s*(?:=\s*(?:"([^"]*)"|'([^']*)'|([\d.]+)))?\s*$/.exec(condition);
    if (/^\d+$/.test(condition)) left = left.slice(Number(condition) - 1, Number(condition));
    else if (condition === 'last()') left = left.slice(-1);
    else if (equals !== null) {
      const [, name = '', a, b, c] = equals;
      const wanted = a ?? b ?? c;
      const texts = (element: Element): string[] =>
        name.startsWith('@')
          ? element.attributes.has(name.slice(1))
            ? [element.attributes.get(name.slice(1)) as string]
            : []
          : named(element, name).map(ownText);
      left = left.filter((element) =>
        wanted === undefined ? texts(element).length > 0 : texts(element).includes(wanted),
      );
    } else return fail('Error', `SimpleXMLElement::xpath(): the condition [${condition}] is not supported`);
  }
  return left;
}

const methods: [string, Method][] = [
  [
    'getname',
    (self) => {
      const view = viewOf(self);
      return view.kind === 'elements' || view.kind === 'attribute' ? view.name : view.of.name;
    },
  ],
  ['__tostring', textOf],
  ['count', count],
  [
    'children',
    (self) => {
      const element = firstOf(viewOf(self));
      return element === null ? null : make({ kind: 'children', of: element });
    },
  ],
  [
    'attributes',
    (self) => {
      const element = firstOf(viewOf(self));
      return element === null ? null : make({ kind: 'attributes', of: element });
    },
  ],
  [
    'xpath',
    (self, [path = '']) => {
      const element = firstOf(viewOf(self));
      return element === null ? PhpArray.empty() : xpath(element, str(path));
    },
  ],
  [
    'asxml',
    (self) => {
      const element = firstOf(viewOf(self));
      if (element === null) return false;
      return element.parent === null ? `<?xml version="1.0"?>\n${asXml(element)}\n` : asXml(element);
    },
  ],
];

export const simpleXml: PhpClass = {
  name: 'SimpleXMLElement',
  parent: null,
  interfaces: ['Traversable', 'Countable', 'Stringable', 'Iterator'],
  methods: new Map([...methods, ['savexml', methods[6]?.[1] as Method]]),
  construct(self, [text = '']) {
    const root = readXml(str(text));
    if (root === null) fail('Exception', 'String could not be parsed as XML');
    self.inner = { kind: 'elements', list: [root], name: root.name, of: null } satisfies View;
    singles.add(self.inner as object);
  },
  get,
  has(self, name) {
    const view = viewOf(self);
    if (view.kind === 'attributes') return view.of.attributes.has(name);
    const element = firstOf(view);
    return element !== null && named(element, name).length > 0;
  },
  set: () => fail('Error', 'XML that was read cannot be changed'),
  at,
  setAt: () => fail('Error', 'XML that was read cannot be changed'),
  toText: textOf,
  toNumber: (self) => readNumeric(textOf(self))?.value ?? 0,
  toBool(self) {
    const view = viewOf(self);
    if (view.kind === 'elements') return view.list.length > 0;
    return view.kind !== 'attributes' || view.of.attributes.size > 0;
  },
  count,
  iterate,
  properties,
};
declareClass(simpleXml);

/** The document as scripts see it; null where it is no XML. */
export function xmlObject(source: string): PhpObject | null {
  const root = readXml(source);
  if (root === null) return null;
  return makeSingle(root);
}
