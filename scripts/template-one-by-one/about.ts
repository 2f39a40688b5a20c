import type { About } from '../library.ts';
import { host } from '../library.ts';

export const about: About = {
  name: 'One order a request',
  nameInRussian: 'По одному заказу в запросе',
  site: null,
  what: {
    ru: 'Заготовка: номер заказа — часть адреса, ответ строкой запроса, а для незнакомого номера 404.',
    en: 'A template: the order’s number is part of the address, the answer a query string, and 404 for an unknown number.',
  },
  sort: 'template',
  sources: ['the shape itself'],
  verified: 'no',
  lastSeenToWork: null,
  params: { host: host('crm.example.com') },
  secrets: { token: { means: { ru: 'токен (Bearer)', en: 'the token (Bearer)' } } },
  quirks: [
    {
      ru: 'По запросу на лид: для больших сетей это много, ограничьте число запросов в минуту.',
      en: 'One request for each lead: that is a lot for a large network, so limit the requests in a minute.',
    },
    { ru: 'Лид здесь один, поэтому его id — $inid.', en: 'There is but one lead here, hence $inid.' },
  ],
  requestsPerMinute: 120,
  checks: [
    {
      kind: 'processing',
      url: 'https://{param:host}/orders/{ext}/status',
      headers: { Authorization: 'Bearer {param:token}' },
      format: 'form',
      batchSize: 1,
      okStatuses: [200, 404],
      emptyOk: true,
      process: 'process.js',
    },
  ],
};
