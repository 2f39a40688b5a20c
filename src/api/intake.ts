import { getConnInfo } from '@hono/node-server/conninfo';
import type { Context } from 'hono';
import { Hono } from 'hono';
import type { App } from '../app.ts';
import { NotFound, TooLarge } from '../errors.ts';
import { originOf } from '../intake/sources/origin.ts';
import { createReceiver } from '../intake/sources/receive.ts';
import type { Env } from './auth.ts';
import { answer } from './errors.ts';

const maxBytes = 1024 * 1024;
const tokenForm = /^[0-9a-f]{32}$/;

/** The addresses of sources; no key. An answer of 200 means that the event is stored. */
export const intake = (app: App) => {
  const receive = createReceiver(app);
  return new Hono<Env>().all('/in/:token', async (c) => {
    const method = c.req.raw.method;
    if (method !== 'GET' && method !== 'POST') {
      c.header('Allow', 'GET, POST');
      const detail = `${method} does not work on the address of a source; GET and POST do`;
      return answer(c, { status: 405, title: 'Method not allowed', detail, code: 'not_found' });
    }
    const token = c.req.param('token');
    if (!tokenForm.test(token)) throw new NotFound('source', token.slice(0, 100));
    const url = c.req.url;
    const start = url.indexOf('?');
    const peer = c.env?.['incoming' as never] === undefined ? '' : (getConnInfo(c).remote.address ?? '');
    await receive({
      token,
      query: start === -1 ? '' : url.slice(start + 1),
      contentType: c.req.header('content-type') ?? '',
      body: method === 'GET' ? new Uint8Array() : await readBody(c),
      header: (name) => c.req.header(name),
      address: originOf(peer, c.req.header('x-forwarded-for')),
    });
    return c.json({ ok: true });
  });
};

async function readBody(c: Context): Promise<Uint8Array> {
  const tooLarge = () => new TooLarge(`The body is larger than ${maxBytes} bytes`);
  if (Number(c.req.header('content-length') ?? 0) > maxBytes) throw tooLarge();
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of c.req.raw.body ?? []) {
    bytes += chunk.byteLength;
    if (bytes > maxBytes) throw tooLarge();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
