import type { About } from '../library.ts';
import { host } from '../library.ts';

export const about: About = {
  name: 'Export in two steps',
  nameInRussian: 'Выгрузка в два шага',
  site: null,
  what: {
    ru: 'Заготовка: отчёт заказывается, через несколько секунд готов, и только тогда его можно взять.',
    en: 'A template: a report is asked for, is ready some seconds later, and only then can be fetched.',
  },
  sort: 'template',
  sources: ['the shape itself'],
  verified: 'no',
  lastSeenToWork: null,
  params: { host: host('crm.example.com') },
  secrets: { token: { means: { ru: 'токен (Bearer)', en: 'the token (Bearer)' } } },
  quirks: [
    {
      ru: 'Готовность спрашивается раз в две секунды, пока хватает запросов; потом запуск падает и повторится в следующий обход.',
      en: 'It is asked every two seconds whether the report is ready, as long as requests last; then the run fails, and the next sweep tries again.',
    },
  ],
  checks: [
    {
      kind: 'range',
      url: 'https://{param:host}/api/reports',
      headers: { Authorization: 'Bearer {param:token}' },
      fields: [
        { name: 'from', value: '{from}' },
        { name: 'to', value: '{to}' },
      ],
      bodyEncoding: 'json',
      format: 'json',
      rangeDays: 31,
      maxRequests: 30,
      process: 'process.js',
    },
  ],
};
