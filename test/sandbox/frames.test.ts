import { closeSync, mkdtempSync, openSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough, Writable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Frame, frameReader, frameWriter, readFrames, writeFrame } from '../../src/isolates/frames.ts';

/** Beside nothing, long, and longer than what is kept: as texts of one byte and of more, and as bytes. */
const messages = [
  { head: { n: 1 }, parts: [] },
  { head: { n: 2, text: 'Заказ' }, parts: ['', 'abc', 'Отменён', Buffer.from([0, 255, 10])] },
  { head: { n: 3 }, parts: ['x'.repeat(70_000), Buffer.alloc(100_000, 7)] },
  { head: { n: 4 }, parts: [Buffer.alloc(5_000_000, 1), 'ж'.repeat(3_000_000)] },
  { head: { n: 5 }, parts: ['the last'] },
];

/** Frames as texts, while they are good. */
const shown = ({ head, parts }: Frame) => ({ head, parts: parts.map((part) => part.toString('latin1')) });
const expected = messages.map(({ head, parts }) => ({
  head,
  parts: parts.map((part) => Buffer.from(part as string).toString('latin1')),
}));

describe('a frame comes out as it went in, whatever its size', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'frames-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('through a descriptor, with a thread that waits', () => {
    const file = join(folder, 'frames');
    const out = openSync(file, 'w');
    const write = frameWriter(out);
    for (const message of messages) write(message);
    closeSync(out);
    const into = openSync(file, 'r');
    const next = frameReader(into);
    for (const frame of expected) expect(shown(next() as Frame)).toEqual(frame);
    expect(next()).toBeNull();
    closeSync(into);
  });

  it('through a stream, in pieces of any length', () => {
    const written: Buffer[] = [];
    const whole = new Writable({ write: (bytes, _encoding, done) => done(void written.push(bytes)) });
    for (const message of messages) writeFrame(whole, message);
    const bytes = Buffer.concat(written);
    const pieces = new PassThrough();
    const frames: ReturnType<typeof shown>[] = [];
    readFrames(
      pieces,
      bytes.length,
      (frame) => frames.push(shown(frame)),
      () => expect.unreachable('this is no noise'),
    );
    for (let at = 0, length = 1; at < bytes.length; at += length, length = (length * 7) % 100_003)
      pieces.emit('data', bytes.subarray(at, at + length));
    expect(frames).toEqual(expected);
  });

  it('but nothing is read after a frame that is too long, or none', () => {
    for (const bytes of [Buffer.from([255, 255, 255, 255, 1]), Buffer.from([5, 0, 0, 0, 1, 0, 0, 0, 0x7b])]) {
      const stream = new PassThrough();
      let noise = 0;
      readFrames(
        stream,
        1_000,
        () => expect.unreachable('this is no frame'),
        () => noise++,
      );
      stream.emit('data', bytes);
      stream.emit('data', bytes);
      expect(noise).toBe(1);
    }
  });
});
