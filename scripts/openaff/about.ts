import type { About } from '../library.ts';
import { host } from '../library.ts';

export const about: About = {
  name: 'OpenAFF',
  site: null,
  what: {
    ru: 'Финансовая партнёрская платформа: конверсии по одному дню за запрос.',
    en: 'An affiliate platform of finance: conversions by one day a request.',
  },
  sort: 'crm',
  sources: ['public code of a client'],
  verified: 'yes',
  lastSeenToWork: null,
  params: {
    host: host('api.platform.example', {
      ru: 'адрес API; если перед get_client_conversions есть путь, поправьте URL проверки',
      en: 'the API’s address; where a path stands before get_client_conversions, put it into the check’s URL',
    }),
  },
  secrets: { token: { means: { ru: 'токен (Bearer)', en: 'the token (Bearer)' } } },
  quirks: [{ ru: 'Один день за запрос.', en: 'One day a request.' }],
  checks: [
    {
      kind: 'range',
      url: 'https://{param:host}/get_client_conversions?date={from}',
      headers: { Authorization: 'Bearer {param:token}' },
      format: 'json',
      rangeDays: 1,
      identifyBy: 'internal',
      process: 'process.js',
    },
  ],
};
