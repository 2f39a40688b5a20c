import type { About } from '../library.ts';
import { reasons } from '../library.ts';

export const about: About = {
  name: 'Weblab',
  site: 'http://www.weblab.co.rs',
  what: {
    ru: 'Колл-центр, который знает лиды по вашим номерам.',
    en: 'A call centre that knows leads by your numbers.',
  },
  sort: 'crm',
  sources: ['https://github.com/ernestbrennan/affninja-backend (app/Integrations/Weblab)'],
  verified: 'yes',
  lastSeenToWork: null,
  params: {
    partner: { means: { ru: 'ваш номер партнёра', en: 'your partner number' }, example: '7' },
    reason_trash: reasons.trash,
  },
  secrets: {},
  quirks: [
    {
      ru: 'Перед JSON печатается «<br/>» или предупреждение PHP: оно пропускается, запуск об этом скажет.',
      en: 'A “<br/>” or a warning of PHP stands before the JSON: it is skipped, and the run says so.',
    },
    {
      ru: 'У каждой строки свой признак удачи fetch_data_success; строки без него пропускаются.',
      en: 'Each row has a success flag of its own, fetch_data_success; rows without it are left out.',
    },
    { ru: 'Пароля нет: доступ закрыт по IP.', en: 'There is no password: access is by IP address.' },
  ],
  checks: [
    {
      kind: 'processing',
      url: 'http://www.weblab.co.rs/call_center_master/get_orders',
      fields: [
        { name: 'ids', value: '{idsl}' },
        { name: 'partner', value: '{param:partner}' },
      ],
      format: 'json',
      batchSize: 50,
      identifyBy: 'internal',
      process: 'process.js',
    },
  ],
};
