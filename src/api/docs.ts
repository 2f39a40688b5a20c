import { readFile } from 'node:fs/promises';
import { Hono } from 'hono';
import { pagePolicy } from './security.ts';

const files = {
  '/docs': { name: 'page.html', type: 'text/html; charset=utf-8' },
  '/docs/page.css': { name: 'page.css', type: 'text/css; charset=utf-8' },
  '/docs/page.js': { name: 'page.js', type: 'text/javascript; charset=utf-8' },
} as const;

/** A page that shows the OpenAPI document and tries calls out; it loads nothing but its own files. */
export function docs() {
  const pages = new Hono();
  for (const [path, { name, type }] of Object.entries(files)) {
    const text = readFile(new URL(`./docs/${name}`, import.meta.url), 'utf8');
    // Read at the first request at the latest; until then a failure must not end the process.
    text.catch(() => undefined);
    pages.get(path, async (c) =>
      c.body(await text, 200, {
        'Content-Type': type,
        'Content-Security-Policy': pagePolicy,
        'Cache-Control': 'no-cache',
      }),
    );
  }
  return pages;
}
