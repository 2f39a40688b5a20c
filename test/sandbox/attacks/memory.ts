/** Name and code. Each holds on to more and more until it is stopped. */
export const attacksOnMemory: [name: string, code: string][] = [
  ['objects', 'const a = []; for (;;) a.push({ x: 1, y: [2] })'],
  ['small lists', 'const a = []; for (;;) a.push([1])'],
  ['a growing Map', 'const m = new Map(); for (let i = 0; ; i++) m.set(i, i)'],
  ['a growing Set', 'const s = new Set(); for (let i = 0; ; i++) s.add("k" + i)'],
  ['millions of keys', 'const o = {}; for (let i = 0; ; i++) o["k" + i] = i'],
  ['closures', 'let f = () => {}; for (;;) { const g = f; f = () => g }'],
  ['texts', 'const a = []; for (let i = 0; ; i++) a.push("x".repeat(10000) + i)'],
  ['flattened texts', 'const a = []; for (;;) { const s = "x".repeat(1e6) + a.length; s.charCodeAt(5); a.push(s) }'],
  ['buffers', 'const a = []; for (;;) a.push(new ArrayBuffer(1e6))'],
  ['typed arrays', 'const a = []; for (;;) a.push(new Float64Array(1e5).fill(1))'],
  [
    'resizable buffers',
    'const a = []; for (;;) { const b = new ArrayBuffer(8, { maxByteLength: 1e6 }); b.resize(1e6); new Uint8Array(b).fill(1); a.push(b) }',
  ],
  ['a huge fill', 'const a = []; for (;;) a.push(new Array(2 ** 20).fill(0))'],
  ['splitting a text', 'const a = []; for (;;) a.push("x,".repeat(1e5).split(","))'],
  ['a JSON bomb in the script', 'JSON.parse("[" + "[],".repeat(1e7) + "[]]")'],
  ['bigints', 'const a = []; for (;;) a.push(2n ** 1000000n + BigInt(a.length))'],
  ['promises', 'const a = []; for (;;) a.push(new Promise(() => {}))'],
  ['microtasks', 'const f = () => { Promise.resolve().then(f); Promise.resolve().then(f) }; f()'],
  ['proxies', 'let p = {}; for (;;) p = new Proxy(p, {})'],
  ['symbols', 'const a = []; for (;;) a.push(Symbol("x".repeat(100)))'],
  [
    'functions that hold their arguments',
    'const a = []; for (;;) a.push((function () { return arguments })(1, 2, 3, 4, 5, 6, 7, 8))',
  ],
  [
    'regular expressions',
    'const a = []; for (let i = 0; ; i++) { const r = new RegExp("(a|b){1,9}" + i); r.test("ab"); a.push(r) }',
  ],
];

/** Name, code and the end it comes to. Each asks for too much at once. */
export const tooLarge: [name: string, code: string, ends: string[]][] = [
  ['an array nobody can hold', 'new Array(2 ** 27).fill(0)', ['script_memory', 'script_timeout']],
  ['a buffer beyond the limit', 'new ArrayBuffer(2 ** 32)', ['script_threw', 'script_memory']],
  ['a text beyond what texts can be', '"x".repeat(2 ** 30)', ['script_threw']],
  ['the spread of a big text', 'Math.max(..."x".repeat(1e7))', ['script_threw', 'script_memory']],
  ['an error message', 'throw new Error("x".repeat(2 ** 28))', ['script_threw', 'script_memory']],
  ['a thrown text', 'throw "x".repeat(2 ** 28)', ['script_threw', 'script_memory']],
  ['the last value of a script', '"x".repeat(2 ** 28)', ['edits']],
  ['arguments', '$core.lead.edit(1, { comment: "x".repeat(2 ** 26) })', ['script_output', 'script_memory']],
  ['a log line', 'console.log("x".repeat(2 ** 28))', ['edits', 'script_memory']],
  ['an id', '$core.lead.edit("x".repeat(2 ** 28), {})', ['edits', 'script_memory']],
  ['a status text', '$core.lead.setstc(1, "x".repeat(2 ** 20))', ['edits']],
  [
    'many comments',
    'for (const id of [1, 2]) for (let i = 0; i < 4; i++) $core.lead.edit(id, { comment: "x".repeat(2e6) })',
    ['script_output'],
  ],
  ['memory of WebAssembly', 'new WebAssembly.Memory({ initial: 60000 })', ['script_threw']],
  ['a host of Intl objects', 'for (;;) new Intl.NumberFormat("ru")', ['script_threw']],
  ['1e6 parentheses', `${'('.repeat(1e5)}${')'.repeat(1e5)}`, ['script_invalid']],
  ['a function made of text', 'Function("x".repeat(1e7))', ['script_threw']],
];
