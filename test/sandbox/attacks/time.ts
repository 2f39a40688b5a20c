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
  ['splitting by such an expression', '("a".repeat(50) + "b").split(/(a+)+$/)'],
  ['squaring a bigint', 'let n = 3n; for (;;) n = n * n % (2n ** 4000000n)'],
  ['printing a bigint', '(2n ** (1n << 26n)).toString()'],
  ['printing one that takes hours', '(2n ** (1n << 29n)).toString()'],
  ['reading a bigint', 'BigInt("9".repeat(3e7))'],
  ['a huge fill', 'for (;;) new Array(2 ** 22).fill(0).fill(1)'],
  [
    'a huge sort',
    'const a = Array.from({length: 3e5}, (_, i) => (i * 7919) % 300007); for (;;) a.sort((x, y) => Math.random() - 0.5)',
  ],
  ['a list whose length is a lie', 'Array.prototype.indexOf.call({ length: 2 ** 53 - 1 }, 1)'],
  ['the holes of a list', 'const a = []; a[2 ** 32 - 2] = 1; for (;;) a.reverse()'],
  [
    'a spinning message',
    'const e = new Error(); Object.defineProperty(e, "message", { get() { for (;;); } }); throw e',
  ],
  ['a spinning stack', 'const e = new Error(); Object.defineProperty(e, "stack", { get() { for (;;); } }); throw e'],
  ['a spinning name', 'class E extends Error { get name() { for (;;); } } throw new E("x")'],
  [
    'a spinning cause',
    'const e = new Error("x"); Object.defineProperty(e, "cause", { get() { for (;;); } }); console.log(e); for (;;);',
  ],
  ['a spinning toString', 'throw { message: { toString() { for (;;); } } }'],
  ['a spinning Symbol.toPrimitive', 'throw { message: { [Symbol.toPrimitive]() { for (;;); } } }'],
  ['a getter on the global that spins', 'Object.defineProperty(globalThis, "x", { get() { for (;;); } }); x'],
  ['a thrown Proxy', `throw ${spinning}`],
  ['a rejection with a Proxy', `Promise.reject(${spinning})`],
  [
    'a rejection with such an error',
    `Promise.reject(Object.defineProperty(new Error(), 'stack', { get() { for (;;); } }))`,
  ],
  ['a row that throws a Proxy', `$core.each([1], () => { throw ${spinning} })`],
  ['a spinning thenable', '(async () => { await { then() { for (;;); } } })()'],
  ['a thenable that spins when it is looked at', '(async () => ({ get then() { for (;;); } }))()'],
  [
    'an async generator without end',
    '(async () => { for await (const x of (async function* () { for (;;) yield 1; })()); })()',
  ],
  ['an iterator without end', 'for (const x of { [Symbol.iterator]: () => ({ next: () => ({}) }) });'],
  ['an iterator helper without end', 'Iterator.from({ next: () => ({ done: false }) }).filter(() => false).next()'],
  [
    'Array.fromAsync of what never ends',
    'Array.fromAsync({ [Symbol.asyncIterator]: () => ({ next: async () => ({ get value() { for (;;); } }) }) })',
  ],
  ['Promise.try that spins', 'Promise.try(() => { for (;;); })'],
  [
    'a species that spins',
    'class A extends Array { static get [Symbol.species]() { for (;;); } } new A(1).map(() => 1)',
  ],
  ['templates without end', 'for (;;) ((s) => s)`x`'],
  ['String.raw of a lie', 'String.raw({ raw: { length: 2 ** 53 - 1, 0: "" } })'],
  ['a finally that goes on', 'for (;;) { try { for (;;); } finally { continue } }'],
  ['a label that goes on', 'on: for (;;) { try { throw 1 } catch { continue on } }'],
  ['recursion in rows', 'const again = () => $core.each([1, 2], again); for (;;) again()'],
  [
    'recursion in getters',
    'const o = { get x() { try { return this.x } catch { return this.x } } }; for (;;) try { o.x } catch {}',
  ],
  ['a spinning getter in an edit', '$core.lead.edit(1, { get status() { for (;;); } })'],
  ['a spinning toJSON in an edit', '$core.lead.edit(1, { toJSON() { for (;;); } })'],
  ['a toJSON on all objects that spins', 'Object.prototype.toJSON = () => { for (;;); }; $core.lead.edit(1, {})'],
  ['a Proxy in an edit', `$core.lead.edit(1, ${spinning})`],
  ['a Proxy in the log', `console.log(${spinning})`],
  ['a Proxy for rows', `$core.each(${spinning}, () => {})`],
  [
    'rows whose length is a lie',
    '$core.each(new Proxy([], { get: (_, key) => key === "length" ? 2 ** 53 - 1 : 1 }), () => {})',
  ],
  [
    'rows that grow while they are gone through',
    'const rows = [1]; for (;;) $core.each(rows, () => { rows.length = rows.length % 1e5 + 2 })',
  ],
  ['a Proxy in a form', `$core.form(${spinning})`],
  ['a cycle in a form', 'for (;;) { const o = {}; o.o = o; try { $core.form(o) } catch {} }'],
  ['a flood of edits', 'for (;;) $core.lead.edit(1, {accept: 1})'],
  ['a flood of unknown ids', 'for (let i = 0; ; i++) $core.lead.edit(i + 1000, {})'],
  ['a flood of texts to recognise', 'for (let i = 0; ; i++) $core.lead.setstatus(1, "слово " + i)'],
  ['a flood of log lines', 'for (;;) console.log("x")'],
  ['a flood of hashes', 'for (;;) $core.hash.sha256("x".repeat(1000))'],
  [
    'a flood of rows that fail',
    '$core.each(new Proxy([], { get: (_, key) => key === "length" ? 1e9 : 1 }), () => { throw 1 })',
  ],
];

/** What looks as if it took time and does not: with the end it comes to instead. */
export const harmlessOnTime: [name: string, code: string, end: string][] = [
  // Where it was thrown is looked for in the text, by the server.
  [
    'a text of declarations without end',
    `"${'let '.repeat(60_000)}"; throw "SyntaxError: Identifier '" + "\\x24q' has already been declared"`,
    'script_threw',
  ],
  ['a text of comments that never end', `"${'/* '.repeat(80_000)}"; throw 1`, 'script_threw'],
  ['a text of throws', `"${'throw '.repeat(40_000)}"; throw 1`, 'script_threw'],
  ['Atomics.wait', 'Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)', 'script_threw'],
  ['a FinalizationRegistry', 'new FinalizationRegistry(() => { for (;;); })', 'script_threw'],
  ['a WeakRef', 'new WeakRef({})', 'script_threw'],
  ['a timer', 'setTimeout(() => { for (;;); }, 0)', 'script_threw'],
  ['queueMicrotask', 'queueMicrotask(() => { for (;;); })', 'script_threw'],
  ['a prepareStackTrace that spins', 'Error.prepareStackTrace = () => { for (;;); }; null.x', 'script_threw'],
  [
    'a name on all errors that spins',
    'Object.defineProperty(Error.prototype, "name", { get() { for (;;); } }); null.x',
    'script_threw',
  ],
  [
    'a stackTraceLimit that spins',
    'Object.defineProperty(Error, "stackTraceLimit", { get() { for (;;); } }); null.x',
    'script_threw',
  ],
  [
    'one on a subclass',
    'class E extends Error { static prepareStackTrace() { for (;;); } } throw new E("x")',
    'script_threw',
  ],
  ['a promise that never settles', 'new Promise(() => {})', 'edits'],
  [
    'a generator that is never gone on with',
    'function* g() { try { yield 1 } finally { for (;;); } } g().next()',
    'edits',
  ],
  ['an async generator that is never asked', '(async function* () { for (;;) yield 1; })()', 'edits'],
  ['an unhandled rejection', 'Promise.reject(new Error("x"))', 'script_threw'],
  ['an unhandled rejection with nothing', 'Promise.reject()', 'script_threw'],
  [
    'a rejection that is handled late',
    'const p = Promise.reject(1); Promise.resolve().then(() => p.catch(() => {}))',
    'edits',
  ],
  ['a getter at the end of the script', '({ get x() { for (;;); }, get then() { for (;;); } })', 'edits'],
  ['a flood of caught failures', 'for (let i = 0; i < 1000; i++) try { $core.fail("x") } catch {}', 'script_failed'],
  ['failing for ever', '$core.each([1], () => $core.fail("x")); for (;;);', 'script_failed'],
  ['endless recursion', '(function f() { f() })()', 'script_threw'],
  ['recursion of $core.each', '(function f() { $core.each([1], f) })()', 'edits'],
  ['recursion of toJSON', 'const o = { toJSON() { return JSON.stringify(o) } }; JSON.stringify(o)', 'script_threw'],
  ['recursion of Proxies', 'let p = {}; for (let i = 0; i < 1e5; i++) p = new Proxy(p, {}); p.x', 'script_threw'],
];

/** The same for a request, which is read when the script is over. */
export const attacksOnTheRequest: [name: string, code: string][] = [
  ['a getter in the headers', '$headers = { get x() { for (;;); } }'],
  ['a Proxy for the headers', `$headers = ${spinning}`],
  ['a Proxy for the fields', `$fields = ${spinning}`],
  ['a toJSON in the fields', '$fields = { toJSON() { for (;;); } }'],
];
