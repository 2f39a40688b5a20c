import type { About } from '../library.ts';
import { reasons } from '../library.ts';

export const about: About = {
  name: 'Everflow',
  site: 'https://www.everflow.io',
  what: {
    ru: 'Партнёрская сеть на Everflow: конверсии по дням, наш номер в sub1.',
    en: 'A network on Everflow: conversions by days, our number in sub1.',
  },
  sort: 'crm',
  sources: ['https://developers.everflow.io/docs/affiliate/', 'public code of a client'],
  verified: 'yes',
  lastSeenToWork: null,
  params: {
    timezone_id: {
      means: {
        ru: 'номер часового пояса Everflow; 67 — UTC, тогда и пояс интеграции должен быть UTC',
        en: 'Everflow’s number of the time zone; 67 is UTC, and then the integration’s zone must be UTC too',
      },
      default: '67',
    },
    reason_duplicate: reasons.duplicate,
  },
  secrets: { api_key: { means: { ru: 'ключ API партнёра', en: 'the affiliate’s API key' } } },
  quirks: [
    {
      ru: 'Даты — в теле, страница — в адресе, номера и признаки — не строками: тело собирает предобработка.',
      en: 'Dates go in the body, the page in the address, numbers and flags not as texts: preprocessing makes the body.',
    },
    { ru: 'invalid — повторный клик, то есть дубль.', en: 'invalid is a repeated click: a duplicate.' },
  ],
  checks: [
    {
      kind: 'range',
      url: 'https://api.eflow.team/v1/affiliates/reporting/conversions?page=1&page_size=100',
      method: 'POST',
      headers: { 'X-Eflow-API-Key': '{param:api_key}' },
      bodyEncoding: 'json',
      format: 'json',
      identifyBy: 'internal',
      maxRequests: 50,
      preprocess: 'preprocess.js',
      process: 'process.js',
    },
  ],
};
