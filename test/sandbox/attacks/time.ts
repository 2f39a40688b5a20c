/** What an attacker throws or returns so that whoever looks at it never comes back. */
export const spinning =
  'new Proxy({}, { get() { for (;;); }, getPrototypeOf() { for (;;); }, ownKeys() { for (;;); } })';

/** Name and code. Each runs until it is stopped. */
export const attacksOnTime: [name: string, code: string][] = [
  ['an empty loop', 'for (;;);'],
  ['a loop of awaits', '(async () => { for (;;) await 0; })()'],
  ['a loop in .then', 'Promise.resolve().then(() => { for (;;); })'],
  ['a microtask that queues itself', 'const again = () => Promise.resolve().then(again); again()'],
  ['a regular expression that backtracks', '/(a+)+$/.test("a".repeat(50) + "b")'],
  ['replacing by such an expression', '("a".repeat(50) + "b").replace(/(a+)+$/, "")'],
  ['squaring a bigint', 'let n = 3n; for (;;) n = n * n % (2n ** 4000000n)'],
  ['printing a bigint', '(2n ** (1n << 26n)).toString()'],
  ['a huge fill', 'for (;;) new Array(2 ** 22).fill(0).fill(1)'],
  [
    'a huge sort',
    'const a = Array.from({length: 3e5}, (_, i) => (i * 7919) % 300007); for (;;) a.sort((x, y) => Math.random() - 0.5)',
  ],
  [
    'a spinning message',
    'const e = new Error(); Object.defineProperty(e, "message", { get() { for (;;); } }); throw e',
  ],
  ['a spinning stack', 'const e = new Error(); Object.defineProperty(e, "stack", { get() { for (;;); } }); throw e'],
  ['a spinning name', 'class E extends Error { get name() { for (;;); } } throw new E("x")'],
  ['a spinning toString', 'throw { message: { toString() { for (;;); } } }'],
  ['a thrown Proxy', `throw ${spinning}`],
  ['a rejection with a Proxy', `Promise.reject(${spinning})`],
  ['a row that throws a Proxy', `$core.each([1], () => { throw ${spinning} })`],
  ['a spinning thenable', '(async () => { await { then() { for (;;); } } })()'],
  ['a spinning getter in an edit', '$core.lead.edit(1, { get status() { for (;;); } })'],
  ['a spinning toJSON in an edit', '$core.lead.edit(1, { toJSON() { for (;;); } })'],
  ['a Proxy in an edit', `$core.lead.edit(1, ${spinning})`],
  ['a Proxy in the log', `console.log(${spinning})`],
  ['a Proxy for rows', `$core.each(${spinning}, () => {})`],
  ['a Proxy in a form', `$core.form(${spinning})`],
  ['a flood of edits', 'for (;;) $core.lead.edit(1, {accept: 1})'],
  ['a flood of unknown ids', 'for (let i = 0; ; i++) $core.lead.edit(i + 1000, {})'],
  ['a flood of log lines', 'for (;;) console.log("x")'],
  ['a flood of hashes', 'for (;;) $core.hash.sha256("x".repeat(1000))'],
  ['a flood of caught failures', 'for (;;) try { $core.fail("x") } catch {}'],
];
