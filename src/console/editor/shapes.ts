/** What the last real answer looks like, so that its fields can be offered while one types. Pure. */

const mostRows = 50;
const mostValues = 60;
const longestValue = 80;

/** The value, or values where a list lies on the way, that a path such as `order.status` leads to. */
export function valuesAt(roots: readonly unknown[], path: readonly string[]): unknown[] {
  let here = [...roots];
  for (const name of path) {
    here = here.flatMap((value) => {
      if (Array.isArray(value)) return /^\d+$/.test(name) ? [value[Number(name)]] : [];
      return isRecord(value) && Object.hasOwn(value, name) ? [value[name]] : [];
    });
  }
  return here.filter((value) => value !== undefined);
}

/** The rows of a list, or of an object that holds one row per key. */
export const rowsOf = (values: readonly unknown[]): unknown[] =>
  values.flatMap((value) =>
    Array.isArray(value) ? value.slice(0, mostRows) : isRecord(value) ? Object.values(value).slice(0, mostRows) : [],
  );

/** Names of the fields that values have, each with an example. */
export function fieldsOf(values: readonly unknown[]): { name: string; example: string }[] {
  const found = new Map<string, string>();
  for (const value of values.slice(0, mostRows)) {
    if (!isRecord(value)) continue;
    for (const [name, field] of Object.entries(value)) if (!found.has(name)) found.set(name, shortly(field));
  }
  return [...found].map(([name, example]) => ({ name, example }));
}

/** The different texts and numbers among values. */
export function distinct(values: readonly unknown[]): string[] {
  const texts = values.filter((value) => typeof value === 'string' || typeof value === 'number').map(String);
  return [...new Set(texts)].filter((text) => text.length <= longestValue).slice(0, mostValues);
}

function shortly(value: unknown): string {
  if (Array.isArray(value)) return '[…]';
  if (isRecord(value)) return '{…}';
  const text = JSON.stringify(value) ?? '';
  return text.length > 28 ? `${text.slice(0, 27)}…` : text;
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Which rows a name stands for: the parameter of a function given to `$core.each`. */
export function rowNames(code: string): Map<string, string[]> {
  const names = new Map<string, string[]>();
  const each =
    /\$core(?:\.|->)each\(\s*(\$data(?:(?:\.|->)[\w$]+|\[(?:'[^']*'|"[^"]*")\])*)\s*,\s*(?:function\s*)?\(?\s*(\$?[\w]+)/g;
  for (const [, list = '', name = ''] of code.matchAll(each)) names.set(name, pathOf(list).slice(1));
  return names;
}

/** `$data.orders['list']` → `['$data', 'orders', 'list']` */
export const pathOf = (expression: string): string[] => [...expression.matchAll(/[\w$]+/g)].map(([name]) => name);

/** The values that an expression such as `d.order.status` has in the answer, or in the event; `d` being a name of {@link rowNames}. */
export function valuesOf(expression: string, code: string, data: unknown): unknown[] {
  const [root = '', ...path] = pathOf(expression);
  if (root === '$data' || root === '$event') return valuesAt([data], path);
  const list = rowNames(code).get(root);
  return list ? valuesAt(rowsOf(valuesAt([data], list)), path) : [];
}
