/**
 * Small functions that stand below a translation where it needs them: what PHP does and JavaScript does not. Each names the
 * others that it calls.
 */
export const helpers = {
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
  unslash: `/** A text without the slashes that were put before quotes. */
function unslash(v) {
  return text(v).replace(/\\\\([^]?)/g, (_, c) => (c === '0' ? '\\0' : c));
}`,
  slash: `/** A text with slashes before quotes. */
function slash(v) {
  return text(v).replace(/['"\\\\]/g, '\\\\$&').replaceAll('\\0', '\\\\0');
}`,
  trim: `/** A text without the spaces around it. */
function trim(v) {
  return text(v).replace(/^[ \\t\\n\\r\\0\\v]+|[ \\t\\n\\r\\0\\v]+$/g, '');
}`,
  ltrim: `function ltrim(v) {
  return text(v).replace(/^[ \\t\\n\\r\\0\\v]+/, '');
}`,
  rtrim: `function rtrim(v) {
  return text(v).replace(/[ \\t\\n\\r\\0\\v]+$/, '');
}`,
  lower: `/** In small letters: of the Latin ones alone. */
function lower(v) {
  return text(v).replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
}`,
  upper: `/** In capital letters: of the Latin ones alone. */
function upper(v) {
  return text(v).replace(/[a-z]+/g, (letters) => letters.toUpperCase());
}`,
  ucfirst: `function ucfirst(v) {
  return text(v).replace(/^[a-z]/, (letter) => letter.toUpperCase());
}`,
  ucwords: `function ucwords(v) {
  return text(v).replace(/(?:^|(?<=[ \\t-\\r]))[a-z]/g, (letter) => letter.toUpperCase());
}`,
  bytes: `/** A text as its UTF-8 bytes, which PHP counts in. */
function bytes(v) {
  return unescape(encodeURIComponent(text(v)));
}`,
  fromBytes: `/** The text of UTF-8 bytes; of a character that was cut apart nothing is left. */
function fromBytes(b) {
  return decodeURIComponent(escape(b.replace(/^[\\x80-\\xbf]+/, '').replace(/[\\xc0-\\xdf]$|[\\xe0-\\xef][\\x80-\\xbf]?$|[\\xf0-\\xff][\\x80-\\xbf]{0,2}$/, '')));
}`,
  part: `/** From a place on, so many; both count from the end where they are negative. */
function part(list, from, length = Infinity) {
  const start = from < 0 ? Math.max(0, list.length + from) : Math.min(from, list.length);
  const end = length < 0 ? list.length + length : start + length;
  return list.slice(start, Math.max(start, Math.min(end, list.length)));
}`,
  substr: `function substr(v, from, length) {
  return fromBytes(part(bytes(v), from, length));
}`,
  substrChars: `function substrChars(v, from, length) {
  return part([...text(v)], from, length).join('');
}`,
  position: `/** The byte at which a text stands in another, or false. */
function position(v, what, from = 0) {
  const at = bytes(v).indexOf(bytes(what), from);
  return at === -1 ? false : at;
}`,
  pad: `/** A text made as long by repeating another. */
function pad(v, length, filler = ' ', left = false) {
  const missing = length - bytes(v).length;
  const fill = missing > 0 ? filler.repeat(Math.ceil(missing / filler.length)).slice(0, missing) : '';
  return left ? fill + text(v) : text(v) + fill;
}`,
  replace: `/** The text with each of the first replaced by what stands at its place in the second. */
function replace(what, by, v) {
  return [what].flat().reduce((all, one, i) => (one === '' ? all : all.replaceAll(text(one), () => text(Array.isArray(by) ? by[i] : by))), text(v));
}`,
  html: `/** A text as HTML shows it. */
function html(v) {
  return text(v).replace(/[&<>"']/g, (c) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#039;' })[c]);
}`,
  round: `/** Halves away from zero, by the digits that the number is written with. */
function round(v, places = 0) {
  const shift = (n, by) => {
    const [digits, power = 0] = String(n).split('e');
    return Number(\`\${digits}e\${Number(power) + by}\`);
  };
  return Math.sign(v) * shift(Math.round(shift(Math.abs(v), places)), -places) + 0;
}`,
  format: `/** A number with so many decimals, and with separators. */
function format(v, decimals = 0, point = '.', thousands = ',') {
  const [whole, fraction] = Math.abs(round(v, decimals)).toFixed(decimals).split('.');
  const sign = round(v, decimals) < 0 ? '-' : '';
  return sign + whole.replace(/\\B(?=(\\d{3})+$)/g, () => thousands) + (fraction ? point + fraction : '');
}`,
  sprintf: `/** %d, %s, %f and the like, with widths. */
function sprintf(pattern, ...values) {
  let at = 0;
  return pattern.replace(/%(?:(\\d+)\\$)?([-+0]|'.)*(\\d*)(?:\\.(\\d+))?([%a-zA-Z])/g, (all, place, _, width, decimals, letter) => {
    if (letter === '%') return '%';
    const v = values[place ? place - 1 : at++];
    const marks = /^%(?:\\d+\\$)?((?:[-+0]|'.)*)/.exec(all)[1];
    const filler = /'(.)/.exec(marks)?.[1] ?? (/0/.test(marks) ? '0' : ' ');
    let shown;
    if (letter === 'd') shown = String(int(v));
    else if (letter === 's') shown = decimals === undefined ? text(v) : text(v).slice(0, decimals);
    else if (letter === 'f' || letter === 'F') shown = format(float(v), Number(decimals ?? 6), '.', '');
    else if (letter === 'x') shown = int(v).toString(16);
    else if (letter === 'u') shown = String(int(v));
    else throw new TypeError(\`sprintf: %\${letter}\`);
    if (/\\+/.test(marks) && letter === 'd' && int(v) >= 0) shown = \`+\${shown}\`;
    if (/-/.test(marks)) return shown + ' '.repeat(Math.max(0, width - shown.length));
    const sign = filler === '0' && /^[+-]/.test(shown) ? shown[0] : '';
    return sign + filler.repeat(Math.max(0, width - shown.length)) + shown.slice(sign.length);
  });
}`,
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
  json: `/** JSON as PHP writes it: slashes and all but ASCII are escaped. */
function json(v, slashes = true, unicode = true) {
  const listed = (x) => (typeof x !== 'object' || x === null ? x : Array.isArray(x) || keys(x).some((k, i) => k !== i) ? x : Object.values(x));
  const written = JSON.stringify(v, (_, x) => (x === undefined ? null : listed(x)));
  const escaped = slashes ? written.replaceAll('/', '\\\\/') : written;
  return unicode ? escaped.replace(/[\\u007f-\\uffff]/g, (c) => \`\\\\u\${c.charCodeAt(0).toString(16).padStart(4, '0')}\`) : escaped;
}`,
  parse: `/** JSON read; null where it is none. */
function parse(v) {
  try {
    return JSON.parse(text(v));
  } catch {
    return null;
  }
}`,
  query: `/** Fields as http_build_query() writes them: ids[0]=1&ids[1]=2 */
function query(v, path = '') {
  return Object.entries(v)
    .filter(([, x]) => x !== null && x !== undefined)
    .map(([k, x]) => [path === '' ? k : \`\${path}[\${k}]\`, x])
    .map(([name, x]) => (typeof x === 'object' ? query(x, name) : \`\${$core.urlencode(name)}=\${$core.urlencode(typeof x === 'boolean' ? Number(x) : x)}\`))
    .filter((one) => one !== '')
    .join('&');
}`,
  rawurlencode: `function rawurlencode(v) {
  return encodeURIComponent(text(v)).replace(/[!'()*]/g, (c) => \`%\${c.charCodeAt(0).toString(16).toUpperCase()}\`);
}`,
  urldecode: `function urldecode(v) {
  return decodeURIComponent(text(v).replaceAll('+', ' '));
}`,
  date: `/** A moment in UTC in PHP's letters; a letter behind a backslash stands for itself. */
function date(format, at = $now) {
  const d = new Date(Math.trunc(at) * 1000);
  const two = (n) => String(n).padStart(2, '0');
  const [day, month, year, hour] = [d.getUTCDate(), d.getUTCMonth() + 1, d.getUTCFullYear(), d.getUTCHours()];
  const days = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
  const months = 'January February March April May June July August September October November December'.split(' ');
  const letters = {
    d: two(day), j: day, D: days[d.getUTCDay()].slice(0, 3), l: days[d.getUTCDay()], N: d.getUTCDay() || 7, w: d.getUTCDay(),
    m: two(month), n: month, M: months[month - 1].slice(0, 3), F: months[month - 1], t: new Date(Date.UTC(year, month, 0)).getUTCDate(),
    Y: year, y: two(year % 100), H: two(hour), G: hour, h: two(hour % 12 || 12), g: hour % 12 || 12, A: hour < 12 ? 'AM' : 'PM', a: hour < 12 ? 'am' : 'pm',
    i: two(d.getUTCMinutes()), s: two(d.getUTCSeconds()), e: 'UTC', T: 'UTC', P: '+00:00', O: '+0000', p: 'Z', U: Math.trunc(at),
    c: d.toISOString().replace(/\\.\\d+Z/, '+00:00'),
  };
  return format.replace(/\\\\(.)|([a-zA-Z])/gs, (_, kept, letter) => kept ?? letters[letter] ?? letter);
}`,
  moment: `/** UNIX seconds of a day, or a day and a time, in UTC; other ways to write it are told. */
function moment(v) {
  const given = trim(v);
  if (given === '') return false;
  if (given.toLowerCase() === 'now') return $now;
  const iso = /^(\\d{4})-(\\d{1,2})-(\\d{1,2})(?:[T ]+(\\d{1,2}):(\\d{2})(?::(\\d{2})(?:\\.\\d+)?)?)?(Z|[+-]\\d{2}:?\\d{2})?$/.exec(given);
  const local = /^(\\d{1,2})\\.(\\d{1,2})\\.(\\d{4})(?:[T ]+(\\d{1,2}):(\\d{2})(?::(\\d{2}))?)?()$/.exec(given);
  const found = iso ?? (local && [local[0], local[3], local[2], local[1], ...local.slice(4)]);
  if (!found) {
    if (!/\\d/.test(given) && !/^(today|tomorrow|yesterday|midnight|noon|mon|tue|wed|thu|fri|sat|sun|next|last|first|second|third|this)/i.test(given)) return false;
    throw new TypeError(\`This way to write a moment is not known: \${given}\`);
  }
  const [, year, month, day, hour = 0, minute = 0, second = 0, zone] = found;
  if (month < 1 || month > 12 || day < 1 || day > 31 || hour > 24 || minute > 59 || second > 59) return false;
  const [, sign, h = 0, m = 0] = /([+-])(\\d{2}):?(\\d{2})/.exec(zone ?? '') ?? [];
  const shift = (Number(h) * 60 + Number(m)) * 60 * (sign === '-' ? -1 : 1);
  return Date.UTC(year, month - 1, day, hour, minute, second) / 1000 - shift;
}`,
  match: `/** What a pattern and its groups found, by number and name; nothing where it does not match. */
function match(pattern, v) {
  const found = pattern.exec(text(v));
  return found === null ? [] : Object.assign([...found].map((one) => one ?? ''), found.groups);
}`,
  list: `/** Elements of XML as a list: one that stands alone comes without. */
function list(v) {
  return v === null || v === undefined ? [] : Array.isArray(v) ? v : [v];
}`,
  content: `/** The text of an element of XML; of the first where there are several. */
function content(v) {
  const [first] = list(v);
  return text(typeof first === 'object' && first !== null ? first['#text'] : first);
}`,
  attribute: `/** An attribute of an element of XML. */
function attribute(v, name) {
  return text(list(v)[0]?.[\`@\${name}\`] ?? list(v)[0]?.[name]);
}`,
  failure: `/** An exception by the name of its class. */
function failure(name, message = '', code = 0) {
  return Object.assign(new Error(message), { name, code });
}`,
  unmatched: `function unmatched(v) {
  throw new RangeError(\`Unhandled match case \${v}\`);
}`,
} as const;

export type Helper = keyof typeof helpers;

/** Those that are named, and those that they call, in an order in which each stands below what it calls. */
export function withNeeded(used: ReadonlySet<Helper>): Helper[] {
  const ordered: Helper[] = [];
  const visit = (helper: Helper): void => {
    if (ordered.includes(helper)) return;
    const words = new Set(
      helpers[helper].replace(/\/\*\*.*?\*\//gs, '').match(/(?<![\w$']|(?<!\.\.)\.)[A-Za-z]\w*(?=\(|\))/g),
    );
    for (const other of words) if (other !== helper && Object.hasOwn(helpers, other)) visit(other as Helper);
    if (!ordered.includes(helper)) ordered.push(helper);
  };
  for (const helper of Object.keys(helpers) as Helper[]) if (used.has(helper)) visit(helper);
  return ordered;
}

export const helperNames: readonly string[] = Object.keys(helpers);
