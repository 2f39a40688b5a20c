import type { About } from '../library.ts';

export const about: About = {
  name: 'HasOffers / TUNE',
  site: 'https://www.tune.com',
  what: {
    ru: 'Партнёрская сеть на HasOffers: конверсии по дням, наш номер в affiliate_info1.',
    en: 'A network on HasOffers: conversions by days, our number in affiliate_info1.',
  },
  sort: 'crm',
  sources: ['https://developers.tune.com/affiliate/affiliate_report-getconversions'],
  verified: 'no',
  lastSeenToWork: null,
  params: {
    network: { means: { ru: 'имя сети в адресе API', en: 'the network’s name in the API’s address' }, example: 'demo' },
  },
  secrets: { api_key: { means: { ru: 'ключ API партнёра', en: 'the affiliate’s API key' } } },
  quirks: [
    { ru: 'Строки лежат глубоко: response.data.data[].Stat.', en: 'Rows lie deep: response.data.data[].Stat.' },
    { ru: 'Ошибки — внутри response с HTTP 200.', en: 'Errors stand inside response, with HTTP 200.' },
  ],
  checks: [
    {
      kind: 'range',
      url: 'https://{param:network}.api.hasoffers.com/Apiv3/json?api_key={param:api_key}&Target=Affiliate_Report&Method=getConversions&fields[]=Stat.id&fields[]=Stat.conversion_status&fields[]=Stat.affiliate_info1&filters[Stat.date][conditional]=BETWEEN&filters[Stat.date][values][]={from}&filters[Stat.date][values][]={to}',
      method: 'GET',
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
