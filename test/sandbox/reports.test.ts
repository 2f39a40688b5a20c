import { describe, expect, it } from 'vitest';
import { readFromChild } from '../../src/isolates/messages.ts';
import { outcomeOfReport } from '../../src/isolates/outcome.ts';
import type { Report } from '../../src/isolates/protocol.ts';
import { processJob } from './jobs.ts';

const head = {
  type: 'report',
  id: 1,
  error: null,
  logs: [],
  logsDropped: 0,
  warnings: [],
  decodeMs: 1,
  scriptMs: 1,
  rss: 1,
};
const done =
  '{"end":{"kind":"done"},"warnings":[],"rows":0,"edits":[0],"unknownIds":[],"missing":[],"data":null,"next":null}';
const read = (change: object, result: string | null = done) =>
  readFromChild({ head: { ...head, ...change }, parts: result === null ? [] : [Buffer.from(result)] });
const outcomeOf = (change: object, result: string | null = done) =>
  outcomeOfReport(processJob(''), read(change, result) as Report);

describe('what a child that a script has taken over may say', () => {
  it.each([
    [{ type: 'init' }],
    [{ type: 'phase', phase: 'idle' }],
    [{ id: '1' }],
    [{ id: -1 }],
    [{ logsDropped: null }],
    [{ decodeMs: 'long' }],
    [{ scriptMs: undefined }],
    [{ rss: -1 }],
  ])('is noise, for which it is ended: %j', (change) => {
    expect(() => read(change)).toThrow();
  });

  it.each([[null], [5], ['report'], [[1, 2]]])('and so is a message that is %j', (message) => {
    expect(() => readFromChild({ head: message, parts: [] })).toThrow();
  });

  it.each([
    [{ logs: null }],
    [{ logs: [null, 5, { level: 'log' }] }],
    [{ warnings: 'many' }],
    [{ warnings: [null, { code: 1 }] }],
    [{ error: 'none' }],
  ])('is left out where the rest can be read: %j', (change) => {
    expect(outcomeOf(change)).toMatchObject({ kind: 'edits', logs: [], warnings: [] });
  });

  it.each([
    [{ error: {} }, done],
    [{ error: { code: 'no such code', message: 'x' } }, done],
    [{}, null],
    [{}, '[]'],
    [{}, '{"end":'],
    [{}, '{"end":{"kind":"done"},"next":{"wait":"for ever"}}'],
  ])('is no result: %j %s', (change, result) => {
    expect(outcomeOf(change, result)).toMatchObject({ kind: 'failed', error: { code: 'script_crashed' } });
  });

  it('keeps a level that there is not as an ordinary line, and no more lines or warnings than there may be', () => {
    const logs = Array.from({ length: 2_000 }, () => ({ level: 'shout', text: 'a\0' }));
    const warnings = Array.from({ length: 2_000 }, () => ({ code: 'x', message: 'y' }));
    const outcome = outcomeOf({ logs, warnings });
    expect(outcome.logs).toHaveLength(1_000);
    expect(outcome.logs[0]).toEqual({ level: 'log', text: 'a\ufffd' });
    expect(outcome.warnings).toHaveLength(100);
  });

  it('names no lead but those of the run, and no place that is none', () => {
    const edits = '{"end":{"kind":"done"},"edits":[0,99,0,{"accept":1},-50,0,{"accept":1}],"missing":[7,0]}';
    expect(outcomeOf({}, edits)).toMatchObject({ kind: 'edits', edits: [], missingIds: [1] });
    const threw = '{"end":{"kind":"threw","text":"t","line":1,"column":-7}}';
    expect(outcomeOf({}, threw)).toMatchObject({ kind: 'failed', error: { message: 'The script threw an error: t' } });
  });
});
