import type { About } from '../library.ts';
import { reasons } from '../library.ts';

export const about: About = {
  name: 'Leadbit',
  site: 'https://leadbit.com',
  what: {
    ru: 'Партнёрская сеть, которая присылает статусы постбэком.',
    en: 'A network that tells statuses by postbacks.',
  },
  sort: 'crm',
  sources: ['https://github.com/ernestbrennan/affninja-backend (app/Integrations/Leadbit)'],
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
      new: { status: 2 },
      confirm: { accept: true },
      decline: { status: 5 },
      // Trash, to them.
      reject: { status: 5, reason: '{param:reason_trash}' },
    },
  },
};
