import type { About } from '../library.ts';

export const about: About = {
  name: 'AdCombo',
  site: 'https://adcombo.com',
  what: {
    ru: 'Партнёрская сеть, которая присылает статусы постбэком.',
    en: 'A network that tells statuses by postbacks.',
  },
  sort: 'crm',
  sources: ['https://github.com/ernestbrennan/affninja-backend (app/Integrations/Adcombo)'],
  verified: 'yes',
  lastSeenToWork: null,
  params: {},
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
      approved: { accept: true },
      cancelled: { status: 5 },
    },
  },
};
