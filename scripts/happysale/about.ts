import type { About } from '../library.ts';
import { reasons } from '../library.ts';

export const about: About = {
  name: 'HappySale (happy-crm)',
  site: 'http://happy-crm.ru',
  what: { ru: 'Колл-центр; запрос подписывается.', en: 'A call centre; requests are signed.' },
  sort: 'crm',
  sources: ['https://github.com/Aliaxander/insta (OxApp/modules/integration/HappySale.php)'],
  verified: 'yes',
  lastSeenToWork: null,
  params: {
    uid: { means: { ru: 'ваш номер (uid)', en: 'your number (uid)' }, example: '1001' },
    country: {
      means: {
        ru: 'страна заказов двумя буквами; у оффера может быть своя',
        en: 'the country of the orders by two letters; an offer may have its own',
      },
      default: 'ru',
    },
    reason_trash: reasons.trash,
    reason_fraud: reasons.fraud,
  },
  secrets: { secret: { means: { ru: 'секрет (параметр s)', en: 'the secret (parameter s)' } } },
  quirks: [
    {
      ru: 'Подпись — sha256 от длины данных и md5(uid): сами данные в неё не входят.',
      en: 'The signature is the sha256 of the data’s length and md5(uid): the data are not part of it.',
    },
    {
      ru: 'О доставке говорит send_status; пока её нет, он false или его нет совсем.',
      en: 'send_status tells of the delivery; until there is one it is false or missing.',
    },
  ],
  checks: (['processing', 'accepted'] as const).map((kind) => ({
    kind,
    url: 'http://happy-crm.ru/api/get_orders.php',
    method: 'POST',
    format: 'json',
    preprocess: 'preprocess.js',
    process: 'process.js',
  })),
};
