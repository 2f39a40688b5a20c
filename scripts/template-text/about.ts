import type { About } from '../library.ts';
import { host } from '../library.ts';

export const about: About = {
  name: 'Text, a line for each order',
  nameInRussian: 'Текст, строка на каждый заказ',
  site: null,
  what: {
    ru: 'Заготовка: простой текст, по строке на заказ: «номер=статус».',
    en: 'A template: plain text with a line for each order: “number=status”.',
  },
  sort: 'template',
  sources: ['the shape itself'],
  verified: 'no',
  lastSeenToWork: null,
  params: { host: host('crm.example.com') },
  secrets: { key: { means: { ru: 'ключ API', en: 'the API key' } } },
  quirks: [
    {
      ru: 'Об ошибке говорит строка, которая начинается с ERROR.',
      en: 'A line that begins with ERROR tells of an error.',
    },
  ],
  checks: [
    {
      kind: 'processing',
      url: 'https://{param:host}/status.txt?key={param:key}&orders={idel}',
      format: 'text',
      process: 'process.js',
    },
  ],
};
