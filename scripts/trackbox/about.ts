import type { About } from '../library.ts';
import { host } from '../library.ts';

export const about: About = {
  name: 'TrackBox',
  site: 'https://tigloo.io',
  what: {
    ru: 'Финансовая платформа (Tigloo): статусы звонков словами и первый депозит.',
    en: 'A platform of finance (Tigloo): call statuses in words, and the first deposit.',
  },
  sort: 'crm',
  sources: ['https://intercom.help/tigloo (article 9349579)', 'public code of clients with its tests'],
  verified: 'yes',
  lastSeenToWork: null,
  params: {
    host: host('box.broker.example', { ru: 'адрес вашего TrackBox', en: 'the address of your TrackBox' }),
    username: { means: { ru: 'пользователь API', en: 'the API user' }, example: 'network' },
    type: {
      means: {
        ru: 'что отдавать: 2 лиды, 3 лиды и депозиты, 4 депозиты',
        en: 'what to give: 2 leads, 3 leads and deposits, 4 deposits',
      },
      default: '3',
    },
  },
  secrets: {
    password: { means: { ru: 'пароль пользователя API', en: 'the API user’s password' } },
    api_key: { means: { ru: 'ключ из заголовка x-api-key', en: 'the key of the header x-api-key' } },
  },
  quirks: [
    {
      ru: 'Любая ошибка — HTTP 200 и {"status": false}; «User and password doesnt match» чаще всего значит неверный x-api-key.',
      en: 'Every failure is HTTP 200 with {"status": false}; “User and password doesnt match” mostly means a wrong x-api-key.',
    },
    {
      ru: 'Депозит важнее статуса звонка.',
      en: 'A deposit counts for more than the status of the call.',
    },
    {
      ru: 'Дни — это дни регистрации. Следующая часть берётся с момента nextToken: это UNIX-время, в десять миллионов раз больше.',
      en: 'Days are days of registration. The next part starts at the moment of nextToken: UNIX time, times ten million.',
    },
    {
      ru: 'Конверт бывает без status: {"data": [], "meta": {…}}; JSON приходит как text/html.',
      en: 'The envelope may come without status: {"data": [], "meta": {…}}; the JSON is served as text/html.',
    },
  ],
  checks: [
    {
      kind: 'range',
      url: 'https://{param:host}/api/pull/customers',
      headers: {
        'x-trackbox-username': '{param:username}',
        'x-trackbox-password': '{param:password}',
        'x-api-key': '{param:api_key}',
      },
      fields: [
        { name: 'from', value: '{from:yyyy-MM-dd HH:mm:ss}' },
        { name: 'to', value: '{to:yyyy-MM-dd HH:mm:ss}' },
        { name: 'type', value: '{param:type}' },
        { name: 'page', value: '0' },
      ],
      bodyEncoding: 'json',
      format: 'json',
      identifyBy: 'internal',
      maxRequests: 20,
      process: 'process.js',
    },
  ],
};
