import { randomBytes } from 'node:crypto';
import { Hono } from 'hono';
import { consoleBundle } from './console-bundle.ts';

/** Addresses of the console's views. Anything below them is the page too, which reads the address itself. */
const views = [
  'overview',
  'integrations',
  'checks',
  'sweeps',
  'runs',
  'leads',
  'unrecognised',
  'pipelines',
  'sources',
  'operations',
  'settings',
  'sign-in',
  'welcome',
];

/** Styles of the code editor are made while it runs: a nonce of this very page lets them in, and no others. */
const policyWith = (nonce: string): string =>
  "default-src 'none'; script-src 'self'; connect-src 'self'; img-src 'self' data:; font-src 'self'; " +
  `style-src 'self' 'nonce-${nonce}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;

/** The one page of the console, which finds out by its address what to show. */
export async function consolePage(status: 200 | 404): Promise<Response> {
  const { script, style, preload } = await consoleBundle();
  const nonce = randomBytes(16).toString('base64');
  const hints = preload.map((file) => `<link rel="modulepreload" href="/assets/${file}">`).join('');
  const html = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Sverka</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark">
<link rel="icon" href="${icon}"><link rel="stylesheet" href="/assets/${style}">${hints}
<script type="module" src="/assets/${script}" nonce="${nonce}"></script></head>
<body><div id="app"></div><noscript>The console needs JavaScript; the API does not: see /docs.</noscript></body></html>`;
  return new Response(html, {
    status,
    headers: {
      'Content-Type': 'text/html; charset=utf-8',
      'Content-Security-Policy': policyWith(nonce),
      'Cache-Control': 'no-cache',
    },
  });
}

/** The console at `/`: one page, and the files that it loads. */
export function consolePages() {
  const pages = new Hono();
  const page = () => consolePage(200);
  pages.get('/', page);
  for (const view of views) pages.get(`/${view}`, page).get(`/${view}/*`, page);
  pages.get('/assets/:file', async (c) => {
    const file = (await consoleBundle()).files.get(c.req.param('file'));
    if (!file) return c.notFound();
    const zipped = /\bgzip\b/.test(c.req.header('accept-encoding') ?? '');
    return c.body(new Uint8Array(zipped ? file.gzipped : file.bytes), 200, {
      'Content-Type': file.type,
      'Cache-Control': 'public, max-age=31536000, immutable',
      Vary: 'Accept-Encoding',
      ...(zipped && { 'Content-Encoding': 'gzip' }),
    });
  });
  return pages;
}

const icon = `data:image/svg+xml,${encodeURIComponent(
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="8" fill="#2f5bea"/><path d="M9 12h14M9 20h9" stroke="#fff" stroke-width="3" stroke-linecap="round"/><path d="m19 19 3 3 5-6" fill="none" stroke="#fff" stroke-width="3" stroke-linecap="round" stroke-linejoin="round"/></svg>',
)}`;
