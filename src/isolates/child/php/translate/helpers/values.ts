/** What PHP makes of a value, and how it compares two. */
export const values = {
  truthy: `/** What PHP takes for true: not '', '0', 0, null or an empty list. */
function truthy(v) {
  return Boolean(v) && v !== '0' && (typeof v !== 'object' || Object.keys(v).length > 0);
}`,
  or: `/** PHP's ?: without its middle. */
function or(v, other) {
  return truthy(v) ? v : other;
}`,
  text: `/** A value as PHP writes it into a text. */
function text(v) {
  if (typeof v === 'number' && !Number.isSafeInteger(v)) return digits(v);
  return v === null || v === undefined || v === false ? '' : v === true ? '1' : Array.isArray(v) ? 'Array' : String(v);
}`,
  digits: `/** A fraction, or a number beyond the whole ones, with the fourteen digits that PHP writes. */
function digits(v) {
  if (!Number.isFinite(v)) return Number.isNaN(v) ? 'NAN' : v > 0 ? 'INF' : '-INF';
  const rounded = Number(v.toPrecision(14));
  if (Math.abs(rounded) >= 1e-4 && Math.abs(rounded) < 1e15) return String(rounded);
  const [mantissa, power] = rounded.toExponential().split('e');
  return \`\${mantissa.includes('.') ? mantissa : \`\${mantissa}.0\`}E\${power}\`;
}`,
  rows: `/** The elements of a list or an object. */
function rows(v) {
  return typeof v === 'object' && v !== null ? Object.values(v) : [];
}`,
  entries: `/** Keys and elements; a key that is a whole number is one. */
function entries(v) {
  return typeof v === 'object' && v !== null ? Object.entries(v).map(([k, x]) => [/^(?:0|-?[1-9]\\d{0,14})$/.test(k) ? Number(k) : k, x]) : [];
}`,
  keys: `/** The keys of a list or an object. */
function keys(v) {
  return entries(v).map(([k]) => k);
}`,
  copy: `/** A list or an object of its own, as assigning makes it in PHP. */
function copy(v) {
  return Array.isArray(v) ? v.map(copy) : typeof v === 'object' && v !== null ? Object.fromEntries(Object.entries(v).map(([k, x]) => [k, copy(x)])) : v;
}`,
  count: `function count(v) {
  return Object.keys(v).length;
}`,
  float: `/** The number at the beginning of a value. */
function float(v) {
  return typeof v === 'number' ? v : typeof v === 'object' && v !== null ? Number(truthy(v)) : Number(/^[ \\t-\\r]*([+-]?(?:\\d+\\.?\\d*|\\.\\d+)(?:e[+-]?\\d+)?)/i.exec(text(v))?.[1] ?? 0);
}`,
  int: `/** The whole number at the beginning of a value. */
function int(v) {
  return Math.trunc(float(v)) + 0;
}`,
  isNumeric: `/** Whether a value is a number, or a text that is one. */
function isNumeric(v) {
  return typeof v === 'number' || (typeof v === 'string' && /^[ \\t-\\r]*[+-]?(?:\\d+\\.?\\d*|\\.\\d+)(?:e[+-]?\\d+)?[ \\t-\\r]*$/i.test(v));
}`,
  number: `/** What PHP counts with. */
function number(v) {
  if (typeof v === 'object' && v !== null) throw new TypeError('Unsupported operand types');
  if (typeof v === 'string' && !/^[ \\t-\\r]*[+-]?\\.?\\d/.test(v)) throw new TypeError(\`Not a number: \${v}\`);
  return float(v);
}`,
  compare: `/** PHP's <=>: numbers and texts that look like numbers are compared as numbers; NaN where neither comes first. */
function compare(a, b) {
  const order = (x, y) => (x === y ? 0 : x < y ? -1 : x > y ? 1 : NaN);
  const kind = (v) => (v === null || v === undefined ? 'null' : typeof v);
  if (kind(a) === 'null' && kind(b) === 'string') return order('', b);
  if (kind(b) === 'null' && kind(a) === 'string') return order(a, '');
  if ([a, b].some((v) => ['null', 'boolean'].includes(kind(v)))) return order(truthy(a), truthy(b));
  if (kind(a) === 'object' || kind(b) === 'object') {
    if (kind(a) !== kind(b)) return kind(a) === 'object' ? 1 : -1;
    const size = order(Object.keys(a).length, Object.keys(b).length);
    if (size !== 0) return size;
    for (const k of Object.keys(a)) {
      if (!Object.hasOwn(b, k)) return NaN;
      const c = compare(a[k], b[k]);
      if (c !== 0) return c;
    }
    return 0;
  }
  return isNumeric(a) && isNumeric(b) ? order(Number(a), Number(b)) : order(text(a), text(b));
}`,
  equal: `/** PHP's == */
function equal(a, b) {
  return compare(a, b) === 0;
}`,
  same: `/** PHP's === for lists and objects too. */
function same(a, b) {
  return (a ?? null) === (b ?? null) ||
  (typeof a === 'object' && typeof b === 'object' && a !== null && b !== null && Object.keys(a).join('\\n') === Object.keys(b).join('\\n') && Object.keys(a).every((k) => same(a[k], b[k])));
}`,
  is: `/** PHP's == with a word. */
function is(v, word) {
  return v === true || text(v) === word;
}`,
  oneOf: `/** The first of the cases that equals the value, as PHP's switch finds it. */
function oneOf(v, cases) {
  return cases.find((one) => equal(v, one));
}`,
  inArray: `function inArray(v, among) {
  return rows(among).some((one) => equal(v, one));
}`,
  divide: `function divide(a, b) {
  if (b === 0) throw new RangeError('Division by zero');
  return a / b;
}`,
  modulo: `function modulo(a, b) {
  if (Math.trunc(b) === 0) throw new RangeError('Modulo by zero');
  return (Math.trunc(a) % Math.trunc(b)) + 0;
}`,
} as const;
