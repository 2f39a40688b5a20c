/** What a script is to do instead of what it would do elsewhere. */
export const hints: Readonly<Record<string, readonly string[]>> = {
  'a script has no network: the check makes the request': ['fetch', 'XMLHttpRequest', 'WebSocket', 'axios', '$http'],
  'there are no timers': [
    'setTimeout',
    'setInterval',
    'setImmediate',
    'clearTimeout',
    'clearInterval',
    'queueMicrotask',
  ],
  'a script cannot load other code': ['require', 'module', 'exports', 'importScripts'],
  'a script sees nothing of the machine': ['process', '__dirname', '__filename', 'global', 'Deno', 'Bun'],
  'a script runs on the server, not in a page': [
    'window',
    'document',
    'navigator',
    'location',
    'localStorage',
    'alert',
    'self',
  ],
  'code cannot be made from text': ['eval'],
  'use `$core.base64`': ['btoa', 'atob', 'Buffer'],
  'use `$core.hash`': ['crypto', 'CryptoJS'],
  'use `$core.form` or `$core.urlencode`': ['URLSearchParams', 'URL', 'FormData'],
  'texts are UTF-8 already': ['TextEncoder', 'TextDecoder'],
  'it is taken away in the sandbox': [
    'Intl',
    'WebAssembly',
    'SharedArrayBuffer',
    'Atomics',
    'WeakRef',
    'FinalizationRegistry',
  ],
};

const byName = new Map(Object.entries(hints).flatMap(([hint, names]) => names.map((name) => [name, hint] as const)));

export const hintFor = (name: string): string | null => byName.get(name) ?? null;
