import type { About } from '../library.ts';
import { host } from '../library.ts';

export const about: About = {
  name: 'Affise',
  site: 'https://affise.com',
  what: {
    ru: 'Партнёрская сеть на Affise: конверсии по дням, наш номер в action_id.',
    en: 'A network on Affise: conversions by days, our number in action_id.',
  },
  sort: 'crm',
  sources: ['https://api.affise.com/docs3.2/', 'https://github.com/affise/mcp-affise'],
  verified: 'partly',
  lastSeenToWork: null,
  params: { host: host('api-demo.affise.com', { ru: 'адрес API сети', en: 'the address of the network’s API' }) },
  secrets: { api_key: { means: { ru: 'ключ API', en: 'the API key' } } },
  quirks: [
    {
      ru: 'Слова статусов проверены, вид строки записан по памяти.',
      en: 'The status words were read, the shape of a row is remembered.',
    },
    {
      ru: 'not_found приходит для конверсий, которых у рекламодателя нет: это отказ.',
      en: 'not_found comes for conversions that the advertiser does not have: that is a refusal.',
    },
  ],
  checks: [
    {
      kind: 'range',
      url: 'https://{param:host}/3.0/stats/conversions?date_from={from}&date_to={to}',
      method: 'GET',
      headers: { 'API-Key': '{param:api_key}' },
      fields: [
        { name: 'limit', value: '100' },
        { name: 'page', value: '1' },
      ],
      format: 'json',
      identifyBy: 'internal',
      maxRequests: 50,
      process: 'process.js',
    },
  ],
};
