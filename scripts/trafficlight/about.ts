import type { About } from '../library.ts';

export const about: About = {
  name: 'TrafficLight (cpa.tl)',
  site: 'https://cpa.tl',
  what: {
    ru: 'Товарная партнёрская сеть; знает лиды по вашим номерам.',
    en: 'A network of goods that knows leads by your numbers.',
  },
  sort: 'crm',
  sources: ['public code of a client'],
  verified: 'partly',
  lastSeenToWork: null,
  params: {},
  secrets: { key: { means: { ru: 'ключ API', en: 'the API key' } } },
  quirks: [
    {
      ru: 'Запрос проверен, ответа никто не видел: вид и слова взяты у сети с тем же адресом. Сначала пробный запуск.',
      en: 'The request was read, an answer was not seen: its shape and words are those of a network with the same address. Do a dry run first.',
    },
    { ru: 'Номера повторяются как id[].', en: 'The numbers are repeated as id[].' },
  ],
  checks: [
    {
      kind: 'processing',
      url: 'http://api.cpa.tl/api/lead/feed?key={param:key}',
      method: 'GET',
      fields: [{ name: 'id', value: '{ids}' }],
      format: 'json',
      identifyBy: 'internal',
      process: 'process.js',
    },
  ],
};
