/** Ways out of the sandbox, or into what is recorded. */

/** Name and code: every way to code from text, or to what Node has. None is there. */
export const waysToCode: [name: string, code: string][] = [
  ['process', "this.constructor.constructor('return process')()"],
  ['a function’s constructor', "(() => {}).constructor('return process')()"],
  ['an async function’s', "(async () => {}).constructor('return process')()"],
  ['a generator’s', "(function* () {}).constructor('return process')()"],
  ['one of ours', "$core.lead.edit.constructor('return process')()"],
  ['the console’s', "console.log.constructor('return process')()"],
  ['an error’s', "try { null.x } catch (e) { e.constructor.constructor('return process')() }"],
  ['a promise’s', "Promise.resolve().constructor.constructor('return process')()"],
  ['eval', "eval('1')"],
  ['Function', "new Function('return process')()"],
  ['require', "require('fs')"],
  ['module', 'module.exports'],
  ['process itself', 'process.exit()'],
  ['Buffer', 'Buffer.alloc(5)'],
  ['fetch', "fetch('http://127.0.0.1')"],
  ['a subclass of Function', "class F extends (() => {}).constructor {} new F('return process')()"],
  ['Reflect.construct', "Reflect.construct((() => {}).constructor, ['return process'])()"],
  ['a getter looked up', "({}).__lookupGetter__('__proto__').constructor('return process')()"],
  [
    'a species',
    "class A extends Array { static get [Symbol.species]() { return (() => {}).constructor } } new A('return process').map(() => {})()",
  ],
  ['callee.caller', '$core.each([1], function () { arguments.callee.caller.x })'],
];

/** Name and code: errors made to show what is around the script. */
export const oddErrors: [name: string, code: string][] = [
  ['a limit of no frames', 'Error.stackTraceLimit = 0; null.x'],
  ['a limit that is no number', 'Error.stackTraceLimit = { valueOf() { throw 1 } }; null.x'],
  ['a stack caught in a Proxy', 'const p = new Proxy({}, {}); Error.captureStackTrace(p); throw p'],
  ['a stack caught in a frozen object', 'Error.captureStackTrace(Object.freeze({})); null.x'],
  ['a prototype that is no error', 'throw Object.setPrototypeOf(new Error("x"), new Proxy({}, {}))'],
  [
    'a symbol for a name',
    'const e = new Error("x"); Object.defineProperty(e, "name", { value: Symbol.iterator }); throw e',
  ],
  [
    'an error of another kind',
    'throw Object.assign(new Error("x"), { code: "ERR_DLOPEN_FAILED", errno: -2, path: "/etc/passwd" })',
  ],
  ['an aggregate of everything', 'throw new AggregateError([globalThis, $core, console, new Proxy({}, {})])'],
  ['a cause that is its own', 'const e = new Error("x"); e.cause = e; throw e'],
  ['a rejection with globalThis', 'Promise.reject(globalThis)'],
  [
    'an error of an async generator',
    '(async () => { for await (const x of (async function* () { throw new Error("g") })()); })()',
  ],
  [
    'an error of an iterator’s return',
    'for (const x of { [Symbol.iterator]: () => ({ next: () => ({}), return() { throw new Error("r") } }) }) break',
  ],
  [
    'an error in a getter of the global',
    'Object.defineProperty(globalThis, "x", { get() { throw new Error("g") } }); x',
  ],
];

/** Name and code: what the language asks for behind the scenes, replaced before the runtime works. */
export const replacements: [name: string, code: string][] = [
  [
    'species',
    'class A extends Array { static get [Symbol.species]() { return function () { return $core } } } try { new A(3).map((x) => x) } catch {}',
  ],
  ['Symbol.hasInstance', 'Object.defineProperty(Error, Symbol.hasInstance, { value: () => true })'],
  [
    'Symbol.isConcatSpreadable',
    'Object.defineProperty(Object.prototype, Symbol.isConcatSpreadable, { get: () => true, configurable: true })',
  ],
  ['Symbol.unscopables', 'globalThis[Symbol.unscopables] = { $core: true, console: true }'],
  ['Symbol.toPrimitive', 'Object.prototype[Symbol.toPrimitive] = () => "9"'],
  ['Symbol.iterator of lists', 'Array.prototype[Symbol.iterator] = function* () { yield "forged" }'],
  [
    'RegExp’s exec and Symbol.replace',
    'RegExp.prototype.exec = () => ["forged"]; RegExp.prototype[Symbol.replace] = () => "forged"',
  ],
  ['JSON.rawJSON', 'try { JSON.stringify = () => JSON.rawJSON("9") } catch {}'],
  [
    'a setter for every short key',
    'for (let i = 0; i < 50; i++) Object.defineProperty(Array.prototype, i, { set() {}, get: () => "forged", configurable: true })',
  ],
  [
    'Object.prototype frozen',
    'Object.freeze(Object.prototype); Object.freeze(Array.prototype); Object.freeze(Function.prototype)',
  ],
  ['globalThis without a prototype', 'Object.setPrototypeOf(globalThis, null)'],
  [
    'globalThis behind a Proxy',
    'Object.setPrototypeOf(globalThis, new Proxy({}, { get: () => "forged", has: () => false }))',
  ],
  ['Promise’s own then', 'Promise.prototype.then = () => "forged"; Promise.resolve = () => "forged"'],
  ['the numbers', 'Number.prototype.toString = () => "9"; Number.isSafeInteger = () => true; Number = String = Object'],
  [
    'labels and generators around',
    'out: for (const x of (function* () { try { yield 1 } finally { } })()) { break out }',
  ],
];

/** Name, expression, and how many rows that are. */
export const oddRows: [name: string, rows: string, count: number][] = [
  ['an iterator', '{ [Symbol.iterator]: () => ({ next() { for (;;); } }) }', 0],
  ['a Map', 'new Map([[1, 2]])', 0],
  ['a generator', '(function* () { yield 1 })()', 0],
  ['a function in place of a list', 'Object.assign({ a: 1 }, { b: 2 })', 2],
  ['a list with holes', '[, 1, , 2]', 4],
  ['a list with a getter that throws', '[{ get id() { throw new Error("x") } }]', 1],
  ['an object whose keys are of the prototype', 'JSON.parse(\'{"__proto__": 1, "constructor": 2}\')', 2],
  ['null', 'null', 0],
];

/** Code that would end any text around it, and how its run ends. */
export const breakouts: [code: string, end: string][] = [
  ['})(); for (;;);', 'script_invalid'],
  ['}); (() => {', 'script_invalid'],
  ['*/ for (;;); /*', 'script_invalid'],
  ['`; for (;;); `', 'edits'],
  ['`}); for (;;); ({`', 'edits'],
  ['${1}', 'script_invalid'],
  ['"use strict"; with ({}) {}', 'script_invalid'],
  ['with ({ a: 1 }) $core.lead.edit(1, { comment: `${a}` })', 'edits'],
  ['1 // comment at the very end', 'edits'],
  ['1 /* comment that never ends', 'script_invalid'],
  ['<!-- an old kind of comment', 'edits'],
  ['--> another', 'edits'],
  ['#!/usr/bin/env node\n1', 'edits'],
  ['//# sourceURL=/etc/passwd\nnull.x', 'script_threw'],
  ['\\u{', 'script_invalid'],
  ['\0', 'script_invalid'],
  ['\u2028\u2029null.x', 'script_threw'],
  ['export const a = 1', 'script_invalid'],
  ['{ using held = { [Symbol.dispose]() {} } }', 'script_invalid'],
  ['new.target', 'script_invalid'],
  ['super.x', 'script_invalid'],
  ['arguments', 'script_threw'],
  ['import.meta', 'script_invalid'],
];

/** Name and expression of what is no lead's id. */
export const oddIds: [name: string, id: string][] = [
  ['a function', '() => 1'],
  ['a symbol', 'Symbol("x")'],
  ['an object', '{}'],
  ['a list', '["1"]'],
  ['an object that looks like an id', '{ toString: () => "1", valueOf: () => 1 }'],
  ['a Proxy', 'new Proxy({}, {})'],
  ['NaN', 'NaN'],
  ['minus zero', '-0'],
  ['a fraction', '1.5'],
  ['a text with NUL', '"1\\0"'],
  ['a padded text', '"01"'],
  ['__proto__', '"__proto__"'],
  ['true', 'true'],
  ['a bigint', '1n'],
  ['a megabyte', '"1".repeat(1e6)'],
];

/** An edit's expression, and the data that it is; null where it is refused. */
export const oddEdits: [edit: string, text: string | null][] = [
  ['{ __proto__: { status: 5 } }', '{}'],
  ['JSON.parse(\'{"__proto__":{"status":5}}\')', '{"__proto__":{"status":5}}'],
  ['{ status: () => 5, reason: Symbol("x"), comment: undefined }', '{}'],
  ['{ status: NaN, hold: Infinity }', '{"status":"NaN","hold":"Infinity"}'],
  [
    'new Proxy({}, { ownKeys: () => ["status"], getOwnPropertyDescriptor: () => ({ enumerable: true, configurable: true, value: 5 }), get: () => 5 })',
    '{"status":5}',
  ],
  ['{ toJSON: () => ({ status: 6 }) }', '{"status":6}'],
  ['new Date()', null],
  ['{ toJSON: () => "x" }', null],
  ['{ status: 5n }', null],
];
