import type { JobLead, ProcessJob } from '../../../sandbox/contract/job.ts';

export const code = `$core.each($data, (d) => {
  const oid = $e2i[d.id];
  switch (d.status) {
    case 'accept': $core.lead.edit(oid, { accept: 1, comment: d.comment }); break;
    case 'cancel': $core.lead.edit(oid, { status: 5, comment: d.comment }); break;
    case 'trash':  $core.lead.edit(oid, { status: 5, reason: 6, comment: d.comment }); break;
  }
});`;

const words = ['accept', 'cancel', 'trash'];

/** A job of so many leads, with an answer that gives each of them one edit. */
export function benchJob(rows: number): ProcessJob {
  const leads: JobLead[] = [];
  const answer: unknown[] = [];
  for (let i = 0; i < rows; i++) {
    leads.push({ id: 10_000 + i, extId: `A-${i}`, status: 2, createdAt: 1_700_000_000 + i });
    answer.push({
      id: `A-${i}`,
      status: words[i % 3],
      comment: `Заказ ${i}`,
      sum: 1990,
      created: '2026-01-02 03:04:05',
    });
  }
  return {
    script: { key: '1@1', language: 'js', code },
    limits: { scriptMs: 1_000, memoryMb: 64 },
    params: { token: 'abcdef' },
    offer: { id: 7, name: 'Часы' },
    now: 1_700_000_000,
    seed: 1,
    stage: 'process',
    kind: 'processing',
    answer: {
      body: new TextEncoder().encode(JSON.stringify(answer)),
      status: 200,
      headers: { 'content-type': 'application/json; charset=utf-8', date: 'Tue, 14 Nov 2023 22:13:20 GMT' },
      format: 'json',
      charset: null,
      csv: null,
      emptyOk: false,
    },
    leads,
    single: false,
    lookUps: { currencies: { USD: 2, RUB: 1 }, goals: { 7: { ftd: 31 } }, mappings: [] },
    wantData: false,
  };
}
