import type { About } from '../library.ts';

export const about: About = {
  name: 'Approve.ninja',
  site: 'http://approve.ninja',
  what: {
    ru: 'Сеть колл-центров; отдаёт последние заказы, по номерам не спрашивается.',
    en: 'A network of call centres; it gives the latest orders and cannot be asked by numbers.',
  },
  sort: 'crm',
  sources: [
    'https://github.com/ernestbrennan/affninja-backend (app/Integrations/Approveninja/ApproveninjaUpdateOrderList.php)',
  ],
  verified: 'yes',
  lastSeenToWork: null,
  params: {
    orders: {
      means: { ru: 'сколько последних заказов брать', en: 'how many of the latest orders to take' },
      default: '200',
    },
  },
  secrets: { token: { means: { ru: 'токен доступа', en: 'the access token' } } },
  quirks: [
    {
      ru: 'Ни номеров, ни дат в запросе нет: приходят последние заказы, поэтому проверка — одна на год сразу.',
      en: 'A request has neither numbers nor dates: the latest orders come, hence one request for a whole year.',
    },
    {
      ru: 'В ответе есть лиды других систем: они пропускаются.',
      en: 'Leads of other systems are in the answer: they are left out.',
    },
    {
      ru: 'Имя параметра с токеном (token) по коду не проверено.',
      en: 'The name of the token’s parameter (token) was not seen.',
    },
  ],
  checks: [
    {
      kind: 'range',
      url: 'http://api.approve.ninja/method/order.listing?itemppage={param:orders}&token={param:token}',
      format: 'json',
      rangeDays: 366,
      everySeconds: 600,
      process: 'process.js',
    },
  ],
};
