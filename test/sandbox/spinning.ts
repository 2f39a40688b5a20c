import type { ProcessJob } from '../../sandbox/contract/job.ts';

/** A job that takes its whole ten seconds; on its own, since a process without a test runner needs it. */
export const spinning: ProcessJob = {
  script: { key: 'spinning@1', language: 'js', code: 'for (;;);' },
  limits: { scriptMs: 10_000, memoryMb: 64 },
  params: {},
  offer: { id: 1, name: '' },
  now: 1_700_000_000,
  seed: 1,
  stage: 'process',
  kind: 'processing',
  answer: {
    body: new TextEncoder().encode('[]'),
    status: 200,
    headers: {},
    format: 'json',
    charset: null,
    csv: null,
    emptyOk: false,
  },
  leads: [],
  single: false,
  lookUps: { currencies: {}, goals: {}, mappings: [] },
  wantData: false,
};
