import type { About } from '../library.ts';
import { host } from '../library.ts';

export const about: About = {
  name: 'amoCRM (Kommo) v4',
  site: 'https://www.amocrm.ru',
  what: {
    ru: 'Сделки amoCRM: «Успешно реализовано» — аппрув, «Закрыто и не реализовано» — отмена.',
    en: 'Deals of amoCRM: won is an approval, lost a cancellation.',
  },
  sort: 'crm',
  sources: ['https://github.com/amocrm/amocrm-api-php (src/AmoCRM/Models/LeadModel.php, Filters/LeadsFilter.php)'],
  verified: 'partly',
  lastSeenToWork: null,
  params: { host: host('demo.amocrm.ru', { ru: 'адрес аккаунта', en: 'the account’s address' }) },
  secrets: { token: { means: { ru: 'долгосрочный токен интеграции', en: 'the integration’s long-lived token' } } },
  quirks: [
    {
      ru: 'Когда ничего не нашлось, приходит HTTP 204 с пустым телом (по памяти).',
      en: 'Where nothing is found, HTTP 204 comes with an empty body (remembered).',
    },
    {
      ru: '142 и 143 есть в каждой воронке, остальные этапы у аккаунта свои: их можно сопоставить в интеграции.',
      en: '142 and 143 stand in every pipeline, other stages are the account’s own: they can be mapped in the integration.',
    },
    {
      ru: 'Причина отказа приходит только с with=loss_reason.',
      en: 'The reason of a loss comes only with with=loss_reason.',
    },
  ],
  requestsPerMinute: 300,
  checks: [
    {
      kind: 'processing',
      url: 'https://{param:host}/api/v4/leads?with=loss_reason&limit=50',
      method: 'GET',
      headers: { Authorization: 'Bearer {param:token}' },
      fields: [{ name: 'filter[id]', value: '{ide}' }],
      format: 'json',
      batchSize: 50,
      okStatuses: [200, 204],
      emptyOk: true,
      process: 'process.js',
    },
  ],
};
