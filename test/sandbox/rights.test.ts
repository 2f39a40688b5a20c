import { describe, expect, it } from 'vitest';
import type { ProcessJob } from '../../sandbox/contract/job.ts';
import { openArena } from './attack.ts';
import { edits, failure, logged, processJob } from './sandbox.ts';

const arena = openArena();
const sandbox = arena.isolates;

describe('a script', () => {
  it('may name only leads of its own run', async () => {
    const outcome = await edits(
      sandbox,
      processJob('$core.lead.edit(3, {accept: 1}); $core.lead.setstc(4, "Одобрен"); $core.lead.approve(5)'),
    );
    expect(outcome).toMatchObject({ edits: [], unknownIds: [3, 4, 5], missingIds: [1, 2], crmStatuses: [] });
  });

  it('names nobody by what it puts before and behind the lists of the runtime', async () => {
    const code = `
      for (const place of ['-1', '2']) Object.defineProperty(Array.prototype, place, { value: 3 });
      const taken = [3, 1, 3, 2, 3].map((id) => $core.lead.edit(id, { accept: 1 }));
      console.log(JSON.stringify(taken));`;
    const outcome = await edits(sandbox, processJob(code));
    expect(outcome).toMatchObject({
      edits: [{ leadId: 1 }, { leadId: 2 }],
      unknownIds: [3],
      logs: [{ text: '[false,true,false,true,false]' }],
    });
  });

  it('changes nothing but its own copies in $ids, $e2i, $params and $offer', async () => {
    const code =
      '$ids[9] = 2; $e2i.z = 9; $params.a = 1; $offer.id = 5; $now = 0; $core.lead.edit($e2i.z, {accept: 1}); $ids = $e2i = null; $core.lead.edit(1, {accept: 1})';
    const job = processJob(code);
    const before = JSON.stringify(job);
    expect(await edits(sandbox, job)).toMatchObject({ edits: [{ leadId: 1 }], unknownIds: [9] });
    expect(JSON.stringify(job)).toBe(before);
  });

  it('may propose what it likes: unknown fields and statuses go out as they are, for the host to judge', async () => {
    const outcome = await edits(sandbox, processJob('$core.lead.edit(1, {status: 99, wallet: "x", id: 2, leadId: 2})'));
    expect(outcome.edits).toEqual([{ leadId: 1, edit: { status: 99, wallet: 'x', id: 2, leadId: 2 } }]);
  });

  it('reports at most 1,000 foreign ids, each once', async () => {
    const outcome = await edits(
      sandbox,
      processJob('for (let i = 0; i < 5000; i++) $core.lead.edit(100 + (i % 2500), {})'),
    );
    expect(outcome.unknownIds).toHaveLength(1000);
    expect(new Set(outcome.unknownIds).size).toBe(1000);
  });

  it('sees nothing of another run: neither globals nor prototypes nor what another script left', async () => {
    const leave = 'globalThis.left = 1; Array.prototype.left = 1; var alsoLeft = 1; $core.left = 1; console.left = 1';
    const look = 'console.log(typeof left, typeof [].left, typeof alsoLeft, typeof $core.left, typeof console.left)';
    await edits(sandbox, processJob(leave));
    expect(await logged(sandbox, look)).toEqual(['undefined undefined undefined undefined undefined']);
    const both = `${look}; ${leave}`;
    for (let i = 0; i < 3; i++) {
      expect(await logged(sandbox, both)).toEqual(['undefined undefined undefined undefined undefined']);
    }
  });

  it('that is changed takes effect at once, under its new key', async () => {
    const version = (n: number): ProcessJob => ({
      ...processJob(''),
      script: { key: `5@${n}`, language: 'js', code: `console.log(${n})` },
    });
    for (const n of [1, 2, 1, 3]) expect((await edits(sandbox, version(n))).logs[0]?.text).toBe(String(n));
  });

  it('ends when its last promise has been kept, and leaves nothing behind that calls in the next run', async () => {
    const code = `const { edit } = $core.lead;
      globalThis.later = edit;
      Promise.resolve().then(() => Promise.resolve()).then(() => edit(1, {accept: 1}))`;
    expect((await edits(sandbox, processJob(code))).edits).toMatchObject([{ leadId: 1, edit: { accept: 1 } }]);
    expect(await logged(sandbox, 'console.log(typeof later)')).toEqual(['undefined']);
  });

  it('has no part of the host in sight, in no error and no log', async () => {
    const code = `
      const texts = [];
      for (const f of [() => null.x, () => $core.each(5), () => $core.lead.edit(1), () => decodeURIComponent('%'), () => new Array(-1), () => 'x'.repeat(-1), () => JSON.parse('{'), () => $core.form(1), () => $core.base64.decode('*')])
        try { f() } catch (error) { texts.push(error.stack, error.message, String(error), JSON.stringify(error, Object.getOwnPropertyNames(error))) }
      console.log(texts.join('\\n'));
      null.x`;
    expect(JSON.stringify(await failure(sandbox, processJob(code)))).not.toMatch(
      /node:|node_modules|isolated|\.ts\b|file:|child|sverka/i,
    );
  });
});

arena.provesHarmless();
