import type { About } from '../library.ts';
import { reasons } from '../library.ts';

export const about: About = {
  name: 'Everad',
  site: 'https://everad.com',
  what: {
    ru: 'Партнёрская сеть, которая присылает статусы постбэком.',
    en: 'A network that tells statuses by postbacks.',
  },
  sort: 'crm',
  sources: ['https://github.com/ernestbrennan/affninja-backend (app/Integrations/Everad)'],
  verified: 'yes',
  lastSeenToWork: null,
  params: { reason_trash: reasons.trash },
  secrets: {},
  quirks: [
    {
      ru: 'Спросить её нельзя: статусы присылает сама, по лиду на запрос.',
      en: 'It cannot be asked: it tells statuses by itself, one lead a request.',
    },
  ],
  checks: [],
  push: {
    method: 'GET',
    query: 'status={status}&subid1={subid1}',
    lead: ['subid1', 'sub1', 'external_key'],
    identifyBy: 'internal',
    status: 'status',
    edits: {
      '1': { status: 2 },
      '2': { accept: true },
      '3': { status: 5 },
      '4': { status: 4 },
      '5': { status: 5, reason: '{param:reason_trash}' },
    },
  },
};
