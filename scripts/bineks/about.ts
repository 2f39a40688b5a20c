import type { About } from '../library.ts';

export const about: About = {
  name: 'Bineks',
  site: 'http://bm.bineks.ru',
  what: { ru: 'Колл-центр; знает лиды по вашим номерам.', en: 'A call centre that knows leads by your numbers.' },
  sort: 'crm',
  sources: ['https://github.com/Aliaxander/insta (OxApp/modules/integration/Bineks.php)'],
  verified: 'yes',
  lastSeenToWork: null,
  params: { login: { means: { ru: 'логин', en: 'the login' }, example: 'network' } },
  secrets: { password: { means: { ru: 'пароль', en: 'the password' } } },
  quirks: [
    {
      ru: 'Номера — одной строкой через запятую внутри JSON.',
      en: 'The numbers are one text with commas inside the JSON.',
    },
    {
      ru: 'Причина отказа — свободный текст (rejection): он остаётся в комментарии, а причину ставит сеть.',
      en: 'The reason of a refusal is free text (rejection): it is kept as the comment, and the network’s default reason is set.',
    },
  ],
  checks: (['processing', 'accepted'] as const).map((kind) => ({
    kind,
    url: 'http://bm.bineks.ru/api/order/getOxcpaStatuses?ULoginForm[login]={param:login}&ULoginForm[password]={param:password}',
    fields: [{ name: 'ids', value: '{idsl}' }],
    bodyEncoding: 'json',
    format: 'json',
    identifyBy: 'internal',
    process: 'process.js',
  })),
};
