/**
 * How messages cross between the pool and a running child: a frame is its length, then parts, each with its length before it; the first
 * part is JSON, the others are the long texts and bytes that go with it. Node's own channel would take as long as a short run.
 */
import { readSync, writeSync } from 'node:fs';
import type { Readable } from 'node:stream';

export interface Frame {
  head: unknown;
  parts: Buffer[];
}

const lengthBytes = 4;
/** Of UTF-8 for a unit of UTF-16. */
const mostBytes = 3;

export function encodeFrame(head: object, parts: (string | Uint8Array)[]): Buffer {
  const all = [JSON.stringify(head), ...parts];
  let most = lengthBytes;
  for (const part of all) most += lengthBytes + (typeof part === 'string' ? mostBytes * part.length : part.byteLength);
  // Written once: to learn the length of a text in UTF-8 first takes as long as writing it.
  const frame = Buffer.allocUnsafe(most);
  let at = lengthBytes;
  for (const part of all) {
    const start = at + lengthBytes;
    if (typeof part === 'string') at = start + frame.write(part, start);
    else {
      frame.set(part, start);
      at = start + part.byteLength;
    }
    frame.writeUInt32LE(at - start, start - lengthBytes);
  }
  frame.writeUInt32LE(at - lengthBytes);
  return frame.subarray(0, at);
}

/** @throws where it is no frame */
function decodeFrame(bytes: Buffer): Frame {
  const parts: Buffer[] = [];
  for (let at = 0; at < bytes.length; ) {
    const end = at + lengthBytes + bytes.readUInt32LE(at);
    if (end > bytes.length) throw new RangeError('A part is longer than its frame');
    parts.push(bytes.subarray(at + lengthBytes, end));
    at = end;
  }
  const [head, ...rest] = parts;
  return { head: JSON.parse((head ?? Buffer.alloc(0)).toString()), parts: rest };
}

/**
 * Hands on every frame that a stream brings.
 * @param maxBytes of a frame
 * @param onNoise called where what comes is none, or a longer one; nothing is read after that
 */
export function readFrames(
  stream: Readable,
  maxBytes: number,
  onFrame: (frame: Frame) => void,
  onNoise: () => void,
): void {
  let chunks: Buffer[] = [];
  let have = 0;
  let wanted = lengthBytes;
  let silent = false;
  stream.on('data', (chunk: Buffer) => {
    if (silent) return;
    chunks.push(chunk);
    have += chunk.length;
    while (have >= wanted) {
      const bytes = chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks);
      const end = lengthBytes + bytes.readUInt32LE(0);
      wanted = end;
      chunks = [bytes];
      if (end > maxBytes) return stop();
      if (bytes.length < end) return;
      try {
        onFrame(decodeFrame(bytes.subarray(lengthBytes, end)));
      } catch {
        return stop();
      }
      chunks = [bytes.subarray(end)];
      have = bytes.length - end;
      wanted = lengthBytes;
    }
  });
  // What can no longer be read is learnt of from the end of the process.
  stream.on('error', () => {});

  function stop(): void {
    silent = true;
    chunks = [];
    onNoise();
  }
}

/** Waits for the next frame, with all of this thread; null where there will be none. */
export function readFrameSync(descriptor: number): Frame | null {
  const length = readBytesSync(descriptor, lengthBytes);
  const bytes = length === null ? null : readBytesSync(descriptor, length.readUInt32LE(0));
  return bytes === null ? null : decodeFrame(bytes);
}

function readBytesSync(descriptor: number, length: number): Buffer | null {
  const bytes = Buffer.allocUnsafe(length);
  for (let at = 0; at < length; ) {
    const read = readSync(descriptor, bytes, at, length - at, null);
    if (read === 0) return null;
    at += read;
  }
  return bytes;
}

export function writeAllSync(descriptor: number, bytes: Buffer): void {
  for (let at = 0; at < bytes.length; ) at += writeSync(descriptor, bytes, at);
}
