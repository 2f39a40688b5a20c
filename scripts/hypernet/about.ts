import type { About } from '../library.ts';
import { host } from '../library.ts';

export const about: About = {
  name: 'Hypernet',
  site: null,
  what: {
    ru: 'Финансовая CRM: статус регистрации и признак депозита.',
    en: 'A CRM of finance: the registration’s status, and whether there is a deposit.',
  },
  sort: 'crm',
  sources: ['public code of a client'],
  verified: 'yes',
  lastSeenToWork: null,
  params: { host: host('crm.broker.example') },
  secrets: { token: { means: { ru: 'ключ API', en: 'the API key' } } },
  quirks: [
    {
      ru: 'Часы там могут расходиться с нашими (в одном проекте намерили 18 ч 24 мин): отрезок берётся на день шире с обеих сторон.',
      en: 'Their clock may differ from ours (18 h 24 min in one project): the range is taken a day wider on both sides.',
    },
    {
      ru: 'При отправке лида номер зовётся leadId, в выгрузке — id.',
      en: 'The number is called leadId where a lead is sent, and id where it is read.',
    },
    {
      ru: 'Заголовок с ключом (X-Api-Key) не проверен.',
      en: 'The header of the key (X-Api-Key) was not seen.',
    },
  ],
  checks: [
    {
      kind: 'range',
      url: 'https://{param:host}/api/external/integration/lead',
      method: 'GET',
      headers: { 'X-Api-Key': '{param:token}' },
      fields: [
        { name: 'skip', value: '0' },
        { name: 'take', value: '250' },
      ],
      format: 'json',
      maxRequests: 20,
      preprocess: 'preprocess.js',
      process: 'process.js',
    },
  ],
};
