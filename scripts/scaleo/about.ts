import type { About } from '../library.ts';
import { host, reasons } from '../library.ts';

export const about: About = {
  name: 'Scaleo',
  site: 'https://www.scaleo.io',
  what: {
    ru: 'Партнёрская сеть на Scaleo: конверсии по дням, наш номер в sub_id1.',
    en: 'A network on Scaleo: conversions by days, our number in sub_id1.',
  },
  sort: 'crm',
  sources: ['public code of a client'],
  verified: 'partly',
  lastSeenToWork: null,
  params: {
    host: host('demo.scaletrk.com', { ru: 'адрес сети', en: 'the network’s address' }),
    reason_trash: reasons.trash,
  },
  secrets: { api_key: { means: { ru: 'ключ API', en: 'the API key' } } },
  quirks: [
    {
      ru: 'Запрос проверен; ответ и слова статусов записаны по памяти.',
      en: 'The request was read; the answer and the status words are remembered.',
    },
  ],
  checks: [
    {
      kind: 'range',
      url: 'https://{param:host}/api/v2/network/reports/conversions?api-key={param:api_key}&rangeFrom={from}&rangeTo={to}&columns=transaction_id,sub_id1,conversion_status',
      method: 'GET',
      fields: [
        { name: 'page', value: '1' },
        { name: 'perPage', value: '100' },
      ],
      format: 'json',
      identifyBy: 'internal',
      maxRequests: 50,
      process: 'process.js',
    },
  ],
};
