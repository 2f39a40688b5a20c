import { describe, expect, it } from 'vitest';
import type { Findings } from '../../sandbox/contract/job.ts';
import { joinFindings } from '../../src/checks/answers/join-findings.ts';

const nothing: Findings = {
  rows: null,
  edits: [],
  unknownIds: [],
  missingIds: [],
  unrecognised: [],
  crmStatuses: [],
  data: null,
};
const joined = (...pages: Partial<Findings>[]) => {
  const all = pages.reduce<ReturnType<typeof joinFindings> | null>(
    (before, page) => joinFindings(before, { ...nothing, ...page }),
    null,
  );
  if (all === null) throw new Error('no pages');
  return all;
};
const editsOf = (...leadIds: number[]) => leadIds.map((leadId) => ({ leadId, edit: { status: 3 } }));

describe('what a script says about several answers of one run', () => {
  it('misses the leads that no answer named', () => {
    expect(
      joined({ missingIds: [1, 2, 3] }, { missingIds: [2, 3, 4] }, { missingIds: [3] }).findings.missingIds,
    ).toEqual([3]);
  });

  it('counts the edits of a lead over all answers', () => {
    const { findings, droppedEdits } = joined(
      { edits: editsOf(1, 1, 1, 2) },
      { edits: editsOf(1, 1, 1, 2) },
      { edits: editsOf(1, 2) },
    );
    expect(findings.edits.filter(({ leadId }) => leadId === 1).map(({ overLimit }) => overLimit ?? false)).toEqual([
      false,
      false,
      false,
      false,
      true,
    ]);
    expect(findings.edits.filter(({ leadId }) => leadId === 2)).toHaveLength(3);
    expect(droppedEdits).toBe(2);
  });

  it('adds up rows and unrecognised texts, and keeps the latest status text of each lead', () => {
    const { findings } = joined(
      {
        rows: 2,
        unrecognised: [{ text: 'odd', count: 2 }],
        crmStatuses: [{ leadId: 1, text: 'odd' }],
        unknownIds: [9],
      },
      {
        rows: 3,
        unrecognised: [
          { text: 'odd', count: 1 },
          { text: 'even', count: 1 },
        ],
        crmStatuses: [{ leadId: 1, text: 'even' }],
        unknownIds: [9, 'x'],
      },
    );
    expect(findings).toMatchObject({
      rows: 5,
      unknownIds: [9, 'x'],
      unrecognised: [
        { text: 'odd', count: 3 },
        { text: 'even', count: 1 },
      ],
      crmStatuses: [{ leadId: 1, text: 'even' }],
    });
  });

  it('is an error where all together are more than a run may give back', () => {
    const page = (leadId: number) => ({ edits: [{ leadId, edit: { comment: 'x'.repeat(5_000_000) } }] });
    expect(joined(page(1)).error).toBeNull();
    expect(joined(page(1), page(2)).error).toMatchObject({ code: 'script_output' });
  });
});
