import type { About } from '../library.ts';
import { host, reasons } from '../library.ts';

export const about: About = {
  name: 'Keitaro',
  site: 'https://keitaro.io',
  what: {
    ru: 'Трекер Keitaro: журнал конверсий по дням, наш номер в sub_id.',
    en: 'The tracker Keitaro: its log of conversions by days, our number in sub_id.',
  },
  sort: 'crm',
  sources: ['public code of a client'],
  verified: 'partly',
  lastSeenToWork: null,
  params: {
    host: host('tracker.example.com', { ru: 'адрес трекера', en: 'the tracker’s address' }),
    timezone: {
      means: {
        ru: 'часовой пояс запроса, тот же, что у интеграции',
        en: 'the time zone of the request, the same as the integration’s',
      },
      default: 'Europe/Moscow',
    },
    reason_trash: reasons.trash,
  },
  secrets: { api_key: { means: { ru: 'ключ Admin API', en: 'the key of the Admin API' } } },
  quirks: [
    {
      ru: 'Пояс, в котором считаются дни, задаётся в самом запросе.',
      en: 'The zone in which days are counted is part of the request.',
    },
    { ru: 'Слово trash записано по памяти.', en: 'The word trash is remembered.' },
  ],
  checks: [
    {
      kind: 'range',
      url: 'https://{param:host}/admin_api/v1/conversions/log',
      method: 'POST',
      headers: { 'Api-Key': '{param:api_key}' },
      bodyEncoding: 'json',
      format: 'json',
      identifyBy: 'internal',
      maxRequests: 50,
      preprocess: 'preprocess.js',
      process: 'process.js',
    },
  ],
};
