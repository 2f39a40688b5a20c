/** Encodings and moments. */
export const codes = {
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
} as const;
