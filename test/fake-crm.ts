import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';

export interface RecordedRequest {
  method: string;
  /** path and query, as sent */
  url: string;
  path: string;
  query: URLSearchParams;
  headers: Record<string, string>;
  body: string;
  /** which connection to the server carried it, from 1 */
  connection: number;
}

export interface FakeAnswer {
  /** 200 */
  status?: number;
  headers?: Record<string, string | string[]>;
  /** an object or array is sent as JSON */
  body?: string | Uint8Array | AsyncIterable<Uint8Array | string> | object;
}

/** Does with the connection whatever it likes. */
export interface Misbehaviour {
  takeOver(response: ServerResponse): void | Promise<void>;
}

export type Handler = (request: RecordedRequest) => FakeAnswer | Misbehaviour | Promise<FakeAnswer | Misbehaviour>;

export interface FakeCrm {
  /** `http://127.0.0.1:port` */
  url: string;
  /** `127.0.0.1:port`, for ALLOW_PRIVATE_HOSTS */
  host: string;
  requests: RecordedRequest[];
  /** the most requests that were open at the same moment */
  highestConcurrency(): number;
  /** Answers requests of this path (`/orders`) or that the function picks; the latest answer given for a request wins. */
  answer(which: string | ((request: RecordedRequest) => boolean), how: FakeAnswer | Misbehaviour | Handler): void;
  /** Resolves once so many requests have arrived since the start. */
  received(count: number): Promise<void>;
  /** Cuts all connections. */
  close(): Promise<void>;
}

/** A CRM over real HTTP on the loopback; 404 until told otherwise. */
export async function startFakeCrm(): Promise<FakeCrm> {
  const requests: RecordedRequest[] = [];
  const routes: { matches: (request: RecordedRequest) => boolean; handler: Handler }[] = [];
  const waiting = new Set<{ count: number; resolve: () => void }>();
  let open = 0;
  let highest = 0;

  const server = createServer((incoming, response) => {
    open++;
    highest = Math.max(highest, open);
    response.once('close', () => open--);
    serve(incoming, response).catch((error: unknown) => {
      // a client that goes away mid-answer is what some tests are about; a handler that throws should be seen
      if (response.headersSent) response.destroy();
      else response.writeHead(500).end(`fake CRM: ${String(error)}`);
    });
  });

  const connections: Socket[] = [];
  server.on('connection', (socket: Socket) => connections.push(socket));

  async function serve(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const request = { ...(await record(incoming)), connection: connections.indexOf(incoming.socket) + 1 };
    requests.push(request);
    for (const waiter of waiting) {
      if (requests.length < waiter.count) continue;
      waiting.delete(waiter);
      waiter.resolve();
    }
    const route = routes.findLast(({ matches }) => matches(request));
    const answer = route === undefined ? { status: 404, body: 'not found' } : await route.handler(request);
    if ('takeOver' in answer) await answer.takeOver(response);
    else await write(response, answer);
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url: `http://${host}`,
    host,
    requests,
    highestConcurrency: () => highest,
    answer(which, how) {
      const matches = typeof which === 'string' ? (request: RecordedRequest) => request.path === which : which;
      routes.push({ matches, handler: typeof how === 'function' ? how : () => how });
    },
    received(count) {
      if (requests.length >= count) return Promise.resolve();
      return new Promise((resolve) => waiting.add({ count, resolve }));
    },
    close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      return closed;
    },
  };
}

/** Takes the next answer for every request; the last one stays. */
export function inTurn(...answers: (FakeAnswer | Misbehaviour)[]): Handler {
  let next = 0;
  return () => answers[Math.min(next++, answers.length - 1)] ?? {};
}

export function redirect(location: string, status = 302): FakeAnswer {
  return { status, headers: { location } };
}

/** Never answers. */
export function hang(): Misbehaviour {
  return { takeOver() {} };
}

/** Says 200, then a byte now and then, for ever. */
export function slowDrip(everyMs = 20): Misbehaviour {
  return {
    takeOver(response) {
      response.writeHead(200, { 'content-type': 'application/json' }).write('[');
      const timer = setInterval(() => response.write(' '), everyMs);
      response.once('close', () => clearInterval(timer));
    },
  };
}

/** Cuts the connection instead of answering. */
export function reset(): Misbehaviour {
  return {
    takeOver(response) {
      response.socket?.resetAndDestroy();
    },
  };
}

/** Cuts the connection in the middle of a body. */
export function halfJson(): Misbehaviour {
  return {
    async takeOver(response) {
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' });
      await new Promise<void>((resolve) => response.write('{"orders":[{"id":', () => resolve()));
      response.socket?.destroy();
    },
  };
}

/** A small body that gunzips to so many zeros, made on the fly. */
export function hugeGzip(bytes = 200 * 1024 ** 2): Misbehaviour {
  return {
    async takeOver(response) {
      response.writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip' });
      await pipeline(Readable.from(zeros(bytes)), createGzip({ level: 1 }), response);
    },
  };
}

function* zeros(bytes: number): Generator<Buffer> {
  const chunk = Buffer.alloc(64 * 1024);
  for (let left = bytes; left > 0; left -= chunk.length) yield chunk.subarray(0, left);
}

async function record(incoming: IncomingMessage): Promise<Omit<RecordedRequest, 'connection'>> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk);
  const url = new URL(incoming.url ?? '/', 'http://crm');
  const headers = Object.entries(incoming.headers).map(([name, value]) => [name, [value].flat().join(', ')]);
  return {
    method: incoming.method ?? '',
    url: incoming.url ?? '',
    path: url.pathname,
    query: url.searchParams,
    headers: Object.fromEntries(headers),
    body: Buffer.concat(chunks).toString(),
  };
}

async function write(response: ServerResponse, { status = 200, headers = {}, body = '' }: FakeAnswer): Promise<void> {
  const plain = typeof body === 'string' || body instanceof Uint8Array;
  if (!plain && !isAsyncIterable(body)) response.setHeader('content-type', 'application/json');
  response.statusCode = status;
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  if (plain) response.end(body);
  else if (isAsyncIterable(body)) await pipeline(Readable.from(body), response);
  else response.end(JSON.stringify(body));
}

function isAsyncIterable(body: object): body is AsyncIterable<Uint8Array | string> {
  return Symbol.asyncIterator in body;
}
