/** Matches, XML and exceptions. */
export const others = {
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
