import type { About } from '../library.ts';
import { host } from '../library.ts';

export const about: About = {
  name: 'iREV v2',
  site: 'https://irev.com',
  what: {
    ru: 'Финансовая партнёрская платформа: статусы продажи и цель «первый депозит».',
    en: 'An affiliate platform of finance: sale statuses, and the goal of a first deposit.',
  },
  sort: 'crm',
  sources: ['public code of a client'],
  verified: 'yes',
  lastSeenToWork: null,
  params: {
    host: host('api.platform.example'),
    ftd_goal: {
      means: { ru: 'UUID цели «первый депозит»', en: 'the UUID of the goal of a first deposit' },
      example: 'g-ftd',
    },
  },
  secrets: { token: { means: { ru: 'токен API', en: 'the API token' } } },
  quirks: [
    { ru: 'Не больше 100 строк на странице.', en: 'At most 100 rows a page.' },
    {
      ru: 'Без created_from первыми идут самые старые лиды; конца у отрезка нет.',
      en: 'Without created_from the oldest leads come first; there is no end of a range.',
    },
    {
      ru: 'Версия v1 закрыта по IP, v2 — нет. Конверт ответа не видели: берётся список или его data.',
      en: 'v1 is closed by IP address, v2 is not. The envelope was not seen: a list is taken, or its data.',
    },
    {
      ru: 'Заголовок с токеном (Authorization) не проверен.',
      en: 'The header of the token (Authorization) was not seen.',
    },
  ],
  checks: [
    {
      kind: 'range',
      url: 'https://{param:host}/affiliates/v2/leads',
      method: 'GET',
      headers: { Authorization: '{param:token}' },
      fields: [
        { name: 'page', value: '1' },
        { name: 'per_page', value: '100' },
      ],
      format: 'json',
      rangeDays: 30,
      maxRequests: 50,
      preprocess: 'preprocess.js',
      process: 'process.js',
    },
  ],
};
