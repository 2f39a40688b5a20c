import type { About } from '../library.ts';
import { errorNotSeen, host } from '../library.ts';

const byIds = {
  url: 'https://{param:host}/api/admin/getStatusList.html?token={param:token}',
  format: 'json',
  batchSize: 100,
  maxRequests: 2,
  process: 'process.js',
} as const;

export const about: About = {
  name: 'LeadVertex, admin API',
  nameInRussian: 'LeadVertex, API администратора',
  site: 'https://leadvertex.ru',
  what: {
    ru: 'Проект LeadVertex, к которому у вас есть токен администратора; статусы настроены в аккаунте.',
    en: 'A LeadVertex project to which you have an administrator’s token; statuses are the account’s own.',
  },
  sort: 'crm',
  sources: ['public code of clients and of a compatible clone'],
  verified: 'yes',
  lastSeenToWork: null,
  params: { host: host('demo.leadvertex.ru', { ru: 'адрес проекта', en: 'the project’s address' }) },
  secrets: { token: { means: { ru: 'токен администратора', en: 'the administrator’s token' } } },
  quirks: [
    {
      ru: 'Номера статусов у каждого аккаунта свои, общее у них — группа: первым запросом берётся список статусов.',
      en: 'Numbers of statuses are each account’s own, only their groups are shared: the first request gets the list.',
    },
    {
      ru: 'По датам нужно два запроса: сначала номера заказов, потом сами заказы, не больше ста за раз.',
      en: 'By days it takes two requests: the numbers of the orders first, then the orders, at most a hundred at a time.',
    },
    {
      ru: 'Доставку группы не различают: accepted остаётся «принят».',
      en: 'Groups say nothing of the delivery: accepted stays accepted.',
    },
    {
      ru: 'Вид списка статусов (номер → name, group) записан по памяти.',
      en: 'The shape of the list of statuses (number → name, group) is remembered.',
    },
    errorNotSeen,
  ],
  checks: [
    { kind: 'processing', ...byIds },
    { kind: 'accepted', ...byIds },
    { kind: 'range', ...byIds, maxRequests: 60, process: 'range.js' },
  ],
};
