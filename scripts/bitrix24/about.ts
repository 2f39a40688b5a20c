import type { About } from '../library.ts';
import { host, reasons } from '../library.ts';

export const about: About = {
  name: 'Bitrix24, crm.lead.list',
  nameInRussian: 'Битрикс24 (Bitrix24), crm.lead.list',
  site: 'https://www.bitrix24.ru',
  what: {
    ru: 'Лиды Битрикс24 через входящий вебхук; стадии, заведённые в аккаунте, сопоставляются в интеграции.',
    en: 'Leads of Bitrix24 over an incoming webhook; stages that the account made for itself are mapped in the integration.',
  },
  sort: 'crm',
  sources: ['https://github.com/bitrix-tools/b24-rest-docs'],
  verified: 'yes',
  lastSeenToWork: null,
  params: {
    host: host('demo.bitrix24.ru', { ru: 'адрес портала', en: 'the portal’s address' }),
    user: {
      means: { ru: 'номер пользователя из адреса вебхука', en: 'the user’s number in the webhook’s address' },
      example: '1',
    },
    reason_trash: reasons.trash,
  },
  secrets: {
    hook: {
      means: {
        ru: 'код вебхука: /rest/1/КОД/; нужно право crm',
        en: 'the webhook’s code: /rest/1/CODE/; it needs the crm right',
      },
    },
  },
  quirks: [
    {
      ru: 'На странице всегда 50 лидов: больше в одной проверке не спросить.',
      en: 'A page always has 50 leads: no more can be asked for at once.',
    },
    {
      ru: 'Два запроса в секунду на все приложения портала; сверх того HTTP 503, который повторяется позже.',
      en: 'Two requests a second for everything on the portal; beyond that HTTP 503, which is tried again later.',
    },
    { ru: 'Номера приходят строками.', en: 'Numbers come as texts.' },
  ],
  requestsPerMinute: 60,
  checks: [
    {
      kind: 'processing',
      url: 'https://{param:host}/rest/{param:user}/{param:hook}/crm.lead.list',
      method: 'POST',
      bodyEncoding: 'json',
      format: 'json',
      batchSize: 50,
      preprocess: 'preprocess.js',
      process: 'process.js',
    },
  ],
};
