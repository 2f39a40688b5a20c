import type { About } from '../library.ts';
import { errorNotSeen, host, reasons } from '../library.ts';

export const about: About = {
  name: 'LeadVertex, webmaster API v2',
  nameInRussian: 'LeadVertex, API вебмастера v2',
  site: 'https://leadvertex.ru',
  what: {
    ru: 'Проект LeadVertex, которому лиды переданы под аккаунтом вебмастера; спрашивается по номерам заказов.',
    en: 'A LeadVertex project that took the leads under a webmaster’s account; asked by order numbers.',
  },
  sort: 'crm',
  sources: ['https://github.com/Aliaxander/insta (OxApp/modules/integration/Leadvertex.php)'],
  verified: 'yes',
  lastSeenToWork: null,
  params: {
    host: host('demo.leadvertex.ru', { ru: 'адрес проекта', en: 'the project’s address' }),
    webmaster: {
      means: { ru: 'номер вебмастера в проекте', en: 'the webmaster’s number in the project' },
      example: '12',
    },
    reason_trash: reasons.trash,
  },
  secrets: { token: { means: { ru: 'токен вебмастера', en: 'the webmaster’s token' } } },
  quirks: [
    {
      ru: 'Заказы лежат под своими номерами, а не списком; для незнакомого номера ничего не приходит.',
      en: 'Orders stand under their numbers instead of in a list; nothing comes for a number that is not known.',
    },
    {
      ru: 'status бывает null: тогда решает payment.status (-1 отказ, 0 в работе, 1 принят).',
      en: 'status may be null: then payment.status decides (-1 refused, 0 in work, 1 accepted).',
    },
    errorNotSeen,
  ],
  checks: (['processing', 'accepted'] as const).map((kind) => ({
    kind,
    url: 'https://{param:host}/api/webmaster/v2/getOrdersByIds.html?webmasterID={param:webmaster}&token={param:token}&ids={idel}',
    format: 'json',
    batchSize: 50,
    process: 'process.js',
  })),
};
