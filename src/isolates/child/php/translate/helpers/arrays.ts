/** PHP’s functions for arrays. */
export const arrays = {
  map: `/** Each element by the function; keys stay. */
function map(fn, v) {
  return Array.isArray(v) ? v.map((x) => fn(x)) : Object.fromEntries(Object.entries(v).map(([k, x]) => [k, fn(x)]));
}`,
  filter: `/** The elements that pass, under the keys that they have. */
function filter(v, passes) {
  return Object.fromEntries(Object.entries(v).filter(([, x]) => passes(x)));
}`,
  column: `/** What stands under a name in each row, by what stands under another. */
function column(v, name, by = null) {
  const found = rows(v).filter((row) => name === null || Object.hasOwn(row, name));
  const values = found.map((row) => (name === null ? row : row[name]));
  return by === null ? values : Object.fromEntries(found.map((row, i) => [text(row[by]), values[i]]));
}`,
  merge: `/** Both, the second winning; elements under numbers are put behind one another. */
function merge(...all) {
  if (all.every(Array.isArray)) return all.flat();
  let next = 0;
  return Object.fromEntries(all.flatMap(entries).map(([k, x]) => [typeof k === 'number' ? next++ : k, x]));
}`,
  unique: `function unique(v) {
  const seen = [];
  return filter(v, (x) => !seen.some((one) => text(one) === text(x)) && seen.push(x));
}`,
  search: `/** The key under which a value stands, or false. */
function search(v, among) {
  return entries(among).find(([, x]) => equal(v, x))?.[0] ?? false;
}`,
  range: `function range(from, to, step = 1) {
  return Array.from({ length: Math.floor(Math.abs(to - from) / Math.abs(step) + 1e-9) + 1 }, (_, i) => from + Math.sign(to - from) * i * Math.abs(step));
}`,
  padList: `/** A list with as many elements at least. */
function padList(list, length, filler) {
  return [...list, ...Array(Math.max(0, length - list.length)).fill(filler)];
}`,
  highest: `function highest(...all) {
  return all.reduce((a, b) => (compare(b, a) > 0 ? b : a));
}`,
  lowest: `function lowest(...all) {
  return all.reduce((a, b) => (compare(b, a) < 0 ? b : a));
}`,
} as const;
