import type { About } from '../library.ts';
import { host } from '../library.ts';

export const about: About = {
  name: 'OneCrypt, lead/feed',
  site: null,
  what: {
    ru: 'Финансовая сеть: движение денег в status, итог звонка в comment.',
    en: 'A network of finance: the way of the money in status, the outcome of the call in comment.',
  },
  sort: 'crm',
  sources: ['public code of a client'],
  verified: 'yes',
  lastSeenToWork: null,
  params: { host: host('api.network.example') },
  secrets: { key: { means: { ru: 'ключ API', en: 'the API key' } } },
  quirks: [
    {
      ru: 'В comment после слов бывает выгрузка со ссылкой для входа без пароля: всё от «{» отрезается.',
      en: 'After the words comment may hold a dump with an address that logs in without a password: everything from “{” on is cut off.',
    },
    {
      ru: 'Как передаются ключ и даты, видели только у похожей сети (key, date[]).',
      en: 'How key and dates are given was seen only with a similar network (key, date[]).',
    },
  ],
  checks: [
    {
      kind: 'range',
      url: 'https://{param:host}/api/lead/feed?key={param:key}&date[]={from}&date[]={to}',
      format: 'json',
      identifyBy: 'internal',
      process: 'process.js',
    },
  ],
};
