import type { About } from '../library.ts';
import { host } from '../library.ts';

export const about: About = {
  name: 'CPAForge v2',
  site: null,
  what: {
    ru: 'Финансовая CRM: статусы продажи словами и первый депозит.',
    en: 'A CRM of finance: sale statuses in words, and the first deposit.',
  },
  sort: 'crm',
  sources: ['public code of a client, and a page of documentation'],
  verified: 'yes',
  lastSeenToWork: null,
  params: { host: host('crm.broker.example') },
  secrets: { token: { means: { ru: 'ключ API', en: 'the API key' } } },
  quirks: [
    {
      ru: 'С чужого IP приходит страница HTML вместо JSON: запуск падает и показывает её начало. Попросите добавить ваш IP.',
      en: 'An unknown IP address gets a page of HTML instead of JSON: the run fails and shows its beginning. Ask them to add yours.',
    },
    {
      ru: 'Имя заголовка с ключом (Api-Key) не проверено: сверьте его с документацией вашего кабинета.',
      en: 'The name of the key’s header (Api-Key) was not seen: compare it with the documentation of your account.',
    },
    { ru: 'hasFTD бывает числом 1 и строкой "1".', en: 'hasFTD may be the number 1 or the text "1".' },
    {
      ru: 'В одном клиенте даты ГГГГ-ММ-ДД ЧЧ:ММ:СС, на странице документации MM/DD/YY: здесь первое.',
      en: 'Dates are yyyy-MM-dd HH:mm:ss in one client and MM/DD/YY on a page of documentation: here they are the former.',
    },
  ],
  checks: [
    {
      kind: 'range',
      url: 'https://{param:host}/api/v2/leads?fromDate={from:yyyy-MM-dd HH:mm:ss}&toDate={to:yyyy-MM-dd HH:mm:ss}',
      headers: { 'Api-Key': '{param:token}' },
      format: 'json',
      identifyBy: 'internal',
      process: 'process.js',
    },
  ],
};
