import type { About } from '../library.ts';
import { reasons } from '../library.ts';

export const about: About = {
  name: 'KMA.biz',
  site: 'https://kma.biz',
  what: {
    ru: 'Товарная партнёрская сеть со своим колл-центром.',
    en: 'A network of goods with a call centre of its own.',
  },
  sort: 'crm',
  sources: [
    'https://github.com/Aliaxander/insta (OxApp/modules/integration/Kma.php)',
    'https://github.com/ernestbrennan/affninja-backend (app/Integrations/Kma/KmaController.php)',
  ],
  verified: 'yes',
  lastSeenToWork: null,
  params: {
    username: { means: { ru: 'логин (почта)', en: 'the login (an e-mail address)' }, example: 'network@example.com' },
    reason_trash: reasons.trash,
  },
  secrets: { password: { means: { ru: 'пароль', en: 'the password' } } },
  quirks: [
    {
      ru: 'Сначала вход: он даёт пару authid и authhash, с ней спрашиваются статусы.',
      en: 'A log-in first: it gives the pair authid and authhash, with which statuses are asked for.',
    },
    { ru: 'Статус — одна буква.', en: 'A status is a single letter.' },
  ],
  checks: [
    {
      kind: 'processing',
      url: 'https://api.kma.biz/',
      method: 'GET',
      fields: [
        { name: 'method', value: 'auth' },
        { name: 'username', value: '{param:username}' },
        { name: 'pass', value: '{param:password}' },
      ],
      format: 'json',
      batchSize: 50,
      maxRequests: 2,
      process: 'process.js',
    },
  ],
};
