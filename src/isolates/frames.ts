/**
 * How messages cross between the pool and a running child: a frame is its length, then parts, each with its length before it; the first
 * part is JSON, the others are the long texts and bytes that go with it. Node's own channel would take as long as a short run.
 */
import { readSync, writeSync } from 'node:fs';
import type { Readable, Writable } from 'node:stream';

export interface Frame {
  head: unknown;
  parts: Buffer[];
}

const lengthBytes = 4;
/** Bytes of a buffer to begin with: nearly every frame fits. */
const usualBytes = 64 * 1024;
/** Bytes of a buffer that is kept for the next frames, since new memory has to be cleared first. */
const keptBytes = 4 * 1024 * 1024;
/** Of UTF-8 for a unit of UTF-16. */
export const mostBytes = 3;

/** A message on its way out. */
export interface Outgoing {
  head: object;
  parts: (string | Uint8Array)[];
}

const partsOf = ({ head, parts }: Outgoing): Outgoing['parts'] => [JSON.stringify(head), ...parts];

/** Bytes that a frame of these parts takes at most: to learn the length of a text in UTF-8 takes as long as writing it. */
function mostBytesOf(parts: Outgoing['parts']): number {
  let most = lengthBytes;
  for (const part of parts)
    most += lengthBytes + (typeof part === 'string' ? mostBytes * part.length : part.byteLength);
  return most;
}

/**
 * @param tailBytes of the last part, which is not among these and goes after what is written here
 * @returns what is written of the buffer
 */
function encodeFrame(parts: Outgoing['parts'], buffer: Buffer, tailBytes: number | null = null): Buffer {
  let at = lengthBytes;
  for (const part of parts) {
    const start = at + lengthBytes;
    if (typeof part === 'string') at = start + buffer.write(part, start);
    else {
      buffer.set(part, start);
      at = start + part.byteLength;
    }
    buffer.writeUInt32LE(at - start, start - lengthBytes);
  }
  if (tailBytes !== null) at = buffer.writeUInt32LE(tailBytes, at);
  buffer.writeUInt32LE(at + (tailBytes ?? 0) - lengthBytes);
  return buffer.subarray(0, at);
}

/** Writes a frame when the stream can take it. A long last part goes as it is, without being copied. */
export function writeFrame(stream: Writable, message: Outgoing): void {
  const parts = partsOf(message);
  const last = parts.at(-1);
  if (!(last instanceof Uint8Array) || last.byteLength < usualBytes) {
    stream.write(encodeFrame(parts, Buffer.allocUnsafe(mostBytesOf(parts))));
    return;
  }
  const others = parts.slice(0, -1);
  const buffer = Buffer.allocUnsafe(mostBytesOf(others) + lengthBytes);
  stream.cork();
  stream.write(encodeFrame(others, buffer, last.byteLength));
  stream.write(last);
  stream.uncork();
}

/** Writes frames with all of this thread. */
export function frameWriter(descriptor: number): (message: Outgoing) => void {
  let buffer = Buffer.allocUnsafe(usualBytes);
  return (message) => {
    const parts = partsOf(message);
    const most = mostBytesOf(parts);
    const room = most > buffer.length ? Buffer.allocUnsafe(most) : buffer;
    if (room.length <= keptBytes) buffer = room;
    writeAllSync(descriptor, encodeFrame(parts, room));
  };
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

/**
 * Reads frames with all of this thread: a call waits for the next one, and gives null where there will be none. The parts of a
 * frame are good until the next is asked for.
 */
export function frameReader(descriptor: number): () => Frame | null {
  let buffer = Buffer.allocUnsafe(usualBytes);
  /** What has been read and not given yet. */
  let rest = buffer.subarray(0, 0);

  /** Adds to the rest until it has so many bytes. */
  function fill(wanted: number): boolean {
    if (rest.length >= wanted) return true;
    const bytes = wanted > buffer.length ? Buffer.allocUnsafe(wanted) : buffer;
    if (bytes.length <= keptBytes) buffer = bytes;
    bytes.set(rest);
    let have = rest.length;
    while (have < wanted) {
      const read = readSync(descriptor, bytes, have, bytes.length - have, null);
      if (read === 0) return false;
      have += read;
    }
    rest = bytes.subarray(0, have);
    return true;
  }

  return () => {
    if (!fill(lengthBytes)) return null;
    const end = lengthBytes + rest.readUInt32LE(0);
    if (!fill(end)) return null;
    const frame = decodeFrame(rest.subarray(lengthBytes, end));
    rest = rest.subarray(end);
    return frame;
  };
}

export function writeAllSync(descriptor: number, bytes: Buffer): void {
  for (let at = 0; at < bytes.length; ) at += writeSync(descriptor, bytes, at);
}
