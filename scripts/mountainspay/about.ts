import type { About } from '../library.ts';
import { reasons } from '../library.ts';

export const about: About = {
  name: 'Mountainspay',
  site: 'http://mountainspay.com',
  what: {
    ru: 'Партнёрская сеть с колл-центром; статусы кодами.',
    en: 'A network with a call centre; statuses by code.',
  },
  sort: 'crm',
  sources: ['https://github.com/ernestbrennan/affninja-backend (app/Integrations/Mountainspay)'],
  verified: 'yes',
  lastSeenToWork: null,
  params: { reason_duplicate: reasons.duplicate },
  secrets: { api_key: { means: { ru: 'ключ API', en: 'the API key' } } },
  quirks: [
    {
      ru: 'Принятые заказы спрашиваются по тому же адресу отдельной проверкой.',
      en: 'Accepted orders are asked for at the same address, by a check of their own.',
    },
    {
      ru: 'Имя параметра с ключом (api_key) по коду не проверено: если ответ 401, сверьте его с кабинетом.',
      en: 'The name of the key’s parameter (api_key) was not seen: where the answer is 401, compare it with your account.',
    },
  ],
  checks: (['processing', 'accepted'] as const).map((kind) => ({
    kind,
    url: 'http://mountainspay.com/api/v1/get-orders-status?api_key={param:api_key}&order_ids={idel}',
    format: 'json',
    batchSize: 100,
    process: 'process.js',
  })),
};
