import type { About } from '../library.ts';
import { host, reasons } from '../library.ts';

export const about: About = {
  name: 'Zdorov (vtiger)',
  site: 'https://www.vtiger.com',
  what: {
    ru: 'Колл-центр на vtiger: заказы (SalesOrder) со статусами словами; годится и для других vtiger.',
    en: 'A call centre on vtiger: orders (SalesOrder) with statuses in words; made to be adapted for other vtigers.',
  },
  sort: 'crm',
  sources: [
    'https://github.com/Aliaxander/insta (OxApp/modules/integration/Zdorov.php)',
    'https://community.vtiger.com/help/vtigercrm/developers/third-party-app-integration.html',
  ],
  verified: 'yes',
  lastSeenToWork: null,
  params: {
    host: host('crm.example.com'),
    username: { means: { ru: 'пользователь vtiger', en: 'the user in vtiger' }, example: 'network' },
    reason_trash: reasons.trash,
    reason_duplicate: reasons.duplicate,
    reason_refused: reasons.refused,
    reason_consultation: reasons.consultation,
    reason_no_answer: reasons.noAnswer,
  },
  secrets: {
    access_key: {
      means: {
        ru: 'ключ доступа пользователя (Access Key в его настройках), не пароль',
        en: 'the user’s Access Key (in their preferences), not the password',
      },
    },
  },
  quirks: [
    {
      ru: 'Четыре запроса: вызов, вход с md5(вызов + ключ), сам вопрос, выход.',
      en: 'Four requests: the challenge, the log-in with md5(challenge + key), the question itself, the log-out.',
    },
    {
      ru: '«Недозвон» здесь окончательный: колл-центр больше не звонит.',
      en: '«Недозвон» is final here: the call centre will not try again.',
    },
    { ru: 'Ошибка — success: false с HTTP 200.', en: 'An error is success: false with HTTP 200.' },
  ],
  checks: (['processing', 'accepted'] as const).map((kind) => ({
    kind,
    url: 'https://{param:host}/webservice.php?operation=getchallenge&username={param:username}',
    format: 'json',
    batchSize: 50,
    maxRequests: 4,
    process: 'process.js',
  })),
};
