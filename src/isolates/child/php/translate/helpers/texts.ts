/** PHP’s functions for texts and numbers in texts. */
export const texts = {
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
} as const;
