/** What a value may be, as far as the text tells. */

export const kinds = {
  null: 1,
  bool: 2,
  int: 4,
  number: 4 + 256,
  string: 8,
  array: 16,
  xml: 32,
  callable: 64,
  object: 128,
} as const;
const all = 511 - kinds.xml;

export interface Type {
  /** Of `kinds`. */
  may: number;
  /** Of arrays: a JavaScript list, an object, or one that has been empty so far. */
  shape?: 'list' | 'keyed' | 'empty' | 'both';
  /** Of arrays: there is an element at least. */
  filled?: boolean;
  element?: Type;
  /** The script itself says that it may be null. */
  unsure?: boolean;
}

export const any: Type = { may: all };
export const nothing: Type = { may: 0 };
export const of = (...names: (keyof typeof kinds)[]): Type => ({
  may: names.reduce((sum, name) => sum | kinds[name], 0),
});
export const listOf = (element: Type, filled = false): Type => ({ may: kinds.array, shape: 'list', filled, element });

export const isOnly = (type: Type, ...names: (keyof typeof kinds)[]): boolean =>
  type.may !== 0 && (type.may & ~of(...names).may) === 0;
export const mayBe = (type: Type, name: keyof typeof kinds): boolean => (type.may & kinds[name]) !== 0;

export function join(a: Type, b: Type): Type {
  const joined = joinKinds(a, b);
  return a.unsure || b.unsure ? { ...joined, unsure: true } : joined;
}

function joinKinds(a: Type, b: Type): Type {
  if (a.may === 0) return b;
  if (b.may === 0) return a;
  const [x, y] = [mayBe(a, 'array'), mayBe(b, 'array')];
  if (!x || !y) return { ...(x ? a : b), may: a.may | b.may };
  const shape =
    a.shape === b.shape || b.shape === 'empty'
      ? a.shape
      : a.shape === 'empty'
        ? b.shape
        : a.shape && b.shape && ('both' as const);
  return {
    may: a.may | b.may,
    ...(shape === undefined ? {} : { shape }),
    filled: a.filled === true && b.filled === true,
    ...(a.element && b.element
      ? { element: join(a.element, b.element) }
      : a.shape === 'empty' && b.element
        ? { element: b.element }
        : b.shape === 'empty' && a.element
          ? { element: a.element }
          : {}),
  };
}

export const elementsOf = (type: Type): Type => (isOnly(type, 'xml') ? type : (type.element ?? any));
