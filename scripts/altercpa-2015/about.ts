import type { About } from '../library.ts';
import { host, reasons } from '../library.ts';

export const about: About = {
  name: 'AlterCPA / MyCPA 2015, sale/list',
  site: null,
  what: {
    ru: 'Сеть на открытой версии AlterCPA (MyCPA) 2015 года; ответ — массив PHP (serialize).',
    en: 'A network on the open version of AlterCPA (MyCPA) of 2015; it answers with an array of PHP (serialize).',
  },
  sort: 'crm',
  sources: ['https://github.com/Epem/altercpa (work/lib/api.php, work/core/lang_ru.php before commit 0edbb29)'],
  verified: 'yes',
  lastSeenToWork: null,
  params: {
    host: host('cpa.example.com', { ru: 'адрес сети', en: 'the network’s address' }),
    user: { means: { ru: 'номер вашего пользователя в сети', en: 'your user’s number in the network' }, example: '77' },
    reason_trash: reasons.trash,
    reason_delivery: reasons.delivery,
  },
  secrets: { key: { means: { ru: 'ключ API; по сети не передаётся', en: 'the API key; it is not sent' } } },
  quirks: [
    {
      ru: 'Вместо ключа отправляется HMAC-SHA1 тела запроса: адрес в чужом журнале ключа не выдаст.',
      en: 'The HMAC-SHA1 of the body is sent instead of the key, so that an address in somebody’s log gives nothing away.',
    },
    {
      ru: 'Причин всего восемь, и 5 значит «Доставка невозможна», а не «Неверное ГЕО».',
      en: 'There are but eight reasons, and 5 means that delivery is impossible, not a wrong country.',
    },
    {
      ru: 'Статус 4 здесь «Недозвон»; холдом он стал позже.',
      en: 'Status 4 is “nobody answers” here; it became “hold” later.',
    },
  ],
  checks: (['processing', 'accepted'] as const).map((kind) => ({
    kind,
    url: 'https://{param:host}/api/sale/list.serial',
    fields: [{ name: 'oid', value: '{idel}' }],
    format: 'php',
    preprocess: 'preprocess.js',
    process: 'process.js',
  })),
};
