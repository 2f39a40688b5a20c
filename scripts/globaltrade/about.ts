import type { About } from '../library.ts';
import { host } from '../library.ts';

export const about: About = {
  name: 'GlobalTrade, web-master/leads',
  site: null,
  what: {
    ru: 'Финансовая CRM: статус — объект с именем.',
    en: 'A CRM of finance: the status is an object with a name.',
  },
  sort: 'crm',
  sources: ['public code of a client'],
  verified: 'yes',
  lastSeenToWork: null,
  params: { host: host('crm.broker.example') },
  secrets: { token: { means: { ru: 'токен (Bearer)', en: 'the token (Bearer)' } } },
  quirks: [{ ru: 'status — объект {id, name}, а не текст.', en: 'status is an object {id, name}, not a text.' }],
  checks: [
    {
      kind: 'range',
      url: 'https://{param:host}/api/web-master/leads?date_start={from}&date_end={to}',
      headers: { Authorization: 'Bearer {param:token}' },
      format: 'json',
      process: 'process.js',
    },
  ],
};
