import type { About } from '../library.ts';
import { host } from '../library.ts';

export const about: About = {
  name: 'XML (any shop or call centre)',
  nameInRussian: 'XML (любой магазин или колл-центр)',
  site: null,
  what: {
    ru: 'Заготовка: список заказов в XML, запрос полями multipart, статусы словами.',
    en: 'A template: a list of orders in XML, asked for by multipart fields, statuses in words.',
  },
  sort: 'template',
  sources: ['the shape itself'],
  verified: 'no',
  lastSeenToWork: null,
  params: { host: host('shop.example.ru') },
  secrets: { key: { means: { ru: 'ключ API', en: 'the API key' } } },
  quirks: [
    {
      ru: 'Один заказ приходит не списком, а без заказов остаётся только пробел между тегами.',
      en: 'A single order does not come as a list, and with none there is nothing but space between the tags.',
    },
    {
      ru: 'Кодировка берётся из первой строки XML: windows-1251 указывать не нужно.',
      en: 'The charset is taken from the first line of the XML: windows-1251 need not be named.',
    },
  ],
  checks: (['processing', 'accepted'] as const).map((kind) => ({
    kind,
    url: 'https://{param:host}/api/orders.xml',
    fields: [
      { name: 'key', value: '{param:key}' },
      { name: 'orders', value: '{idel}' },
    ],
    bodyEncoding: 'multipart',
    format: 'xml',
    process: 'process.js',
  })),
};
