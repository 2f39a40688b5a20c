import type { About } from '../library.ts';
import { reasons } from '../library.ts';

export const about: About = {
  name: 'dr.cash',
  site: 'https://dr.cash',
  what: {
    ru: 'Партнёрская сеть, которая присылает статусы постбэком.',
    en: 'A network that tells statuses by postbacks.',
  },
  sort: 'crm',
  sources: ['public code of clients that send orders; the status words are remembered'],
  verified: 'no',
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
    query: 'status={status}&uuid={uuid}',
    lead: ['uuid'],
    identifyBy: 'external',
    status: 'status',
    edits: {
      new: { status: 2 },
      hold: { status: 4 },
      approved: { accept: true },
      rejected: { status: 5 },
      trash: { status: 5, reason: '{param:reason_trash}' },
    },
  },
};
