import { pipeline, type Readable } from 'node:stream';
import zlib from 'node:zlib';
import { Failure, inBytes } from './failures.ts';

/** The encodings that {@link readBody} undoes, as an Accept-Encoding header. */
export const ACCEPT_ENCODING = 'gzip, deflate, br, zstd';

const CHUNK = { chunkSize: 64 * 1024 };
// 8 MiB is the window that zstd allows over HTTP (RFC 8878); more would be memory for the asking
const ZSTD = { ...CHUNK, params: { [zlib.constants.ZSTD_d_windowLogMax]: 23 } };
const MOST_ENCODINGS = 3;

type Bytes = AsyncIterable<Uint8Array>;

/**
 * Reads a body to its end, undoing its Content-Encoding on the way.
 *
 * At no time more than `limit` bytes (and a few buffers) are held: reading stops as soon as either the body as sent or
 * the body as decompressed has more.
 * @throws Failure `answer_too_large`, or `network_failed` where it cannot be decompressed; what the stream threw otherwise
 */
export async function readBody(
  body: Readable,
  headers: Readonly<Record<string, string>>,
  limit: number,
  host: string,
): Promise<Uint8Array> {
  const encodings = encodingsOf(headers['content-encoding']);
  const announced = Number(headers['content-length'] ?? 0);
  if (announced > limit) {
    body.destroy();
    throw new Failure(
      'answer_too_large',
      `The answer of ${host} has ${inBytes(announced)}; at most ${inBytes(limit)} are read`,
    );
  }
  // a decoder passes the network's failure on as if it were its own
  let broken: { error: unknown } | null = null;
  async function* received(): AsyncGenerator<Uint8Array> {
    try {
      yield* body as AsyncIterable<Uint8Array>;
    } catch (error) {
      broken = { error };
      throw error;
    }
  }

  let bytes: Bytes = limited(received(), limit, `The answer of ${host}`);
  for (const encoding of encodings.toReversed()) {
    bytes = limited(decoded(bytes, encoding, host), limit, `The answer of ${host}, decompressed,`);
  }
  const chunks: Uint8Array[] = [];
  try {
    if (encodings.length > MOST_ENCODINGS) {
      throw new Failure('network_failed', `The answer of ${host} is compressed ${encodings.length} times over`);
    }
    for await (const chunk of bytes) chunks.push(chunk);
  } catch (error) {
    body.destroy();
    const reason = (broken as { error: unknown } | null)?.error ?? error;
    if (reason instanceof Failure || broken !== null) throw reason;
    throw new Failure(
      'network_failed',
      `The answer of ${host} is not what its Content-Encoding says (${encodings.join(', ')}): it cannot be decompressed`,
      { transient: true, cause: error },
    );
  }
  return Buffer.concat(chunks);
}

function encodingsOf(header: string | undefined): string[] {
  return (header ?? '')
    .split(',')
    .map((name) => name.trim().toLowerCase())
    .filter((name) => name !== '' && name !== 'identity');
}

async function* limited(source: Bytes, limit: number, what: string): AsyncGenerator<Uint8Array> {
  let count = 0;
  for await (const chunk of source) {
    count += chunk.byteLength;
    if (count > limit) {
      throw new Failure(
        'answer_too_large',
        `${what} was cut off after ${inBytes(count)}; at most ${inBytes(limit)} are read`,
      );
    }
    yield chunk;
  }
}

async function* decoded(source: Bytes, encoding: string, host: string): AsyncGenerator<Uint8Array> {
  const chunks = source[Symbol.asyncIterator]();
  const first = await chunks.next();
  // servers name an encoding for empty bodies too
  if (first.done === true) return;
  async function* all(): AsyncGenerator<Uint8Array> {
    yield first.value;
    yield* { [Symbol.asyncIterator]: () => chunks };
  }
  // whatever fails is thrown by reading the decoder
  yield* pipeline(all, decoderOf(encoding, first.value, host), () => {});
}

function decoderOf(encoding: string, start: Uint8Array, host: string) {
  switch (encoding) {
    case 'gzip':
    case 'x-gzip':
      return zlib.createGunzip(CHUNK);
    case 'deflate':
      // meant as zlib, but many servers send the bare stream: only zlib's starts with method 8
      return ((start[0] ?? 0) & 0x0f) === 8 ? zlib.createInflate(CHUNK) : zlib.createInflateRaw(CHUNK);
    case 'br':
      return zlib.createBrotliDecompress(CHUNK);
    case 'zstd':
      return zlib.createZstdDecompress(ZSTD);
    default:
      throw new Failure(
        'network_failed',
        `The answer of ${host} is encoded as «${encoding.slice(0, 40)}», which is not understood`,
      );
  }
}
