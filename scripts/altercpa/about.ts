import type { About } from '../library.ts';
import { host, reasons } from '../library.ts';

export const about: About = {
  name: 'AlterCPA, advertiser API',
  nameInRussian: 'AlterCPA, API рекламодателя',
  site: 'https://www.altercpa.pro',
  what: {
    ru: 'Сеть на AlterCPA, которой вы передаёте лиды как рекламодателю; спрашивается по номерам заказов.',
    en: 'A network on AlterCPA that takes your leads as an advertiser; asked by order numbers.',
  },
  sort: 'crm',
  sources: ['https://github.com/Gordana1005/elyon-natura (supabase/functions/altercpa-sync/altercpa.ts)'],
  verified: 'yes',
  lastSeenToWork: null,
  params: {
    host: host('api.network.example', { ru: 'адрес API сети', en: 'the address of the network’s API' }),
    user: { means: { ru: 'номер вашего пользователя в сети', en: 'your user’s number in the network' }, example: '77' },
    same_reasons: {
      means: {
        ru: 'номера причин, которые у них и у вас значат одно и то же, через запятую',
        en: 'numbers of reasons that mean the same to them and to you, by commas',
      },
      default: '1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16',
    },
    reason_trash: reasons.trash,
  },
  secrets: { key: { means: { ru: 'ключ API пользователя', en: 'the user’s API key' } } },
  quirks: [
    {
      ru: 'Ошибка приходит объектом {"status": "error"} вместо списка, с HTTP 200.',
      en: 'An error comes as the object {"status": "error"} in the place of the list, with HTTP 200.',
    },
    {
      ru: 'Этапу (phase 1–5) можно верить, status говорит о доставке; причины 16–19 у каждой сети свои.',
      en: 'phase (1–5) can be relied upon, status tells of the delivery; reasons 16–19 are each network’s own.',
    },
    {
      ru: 'Удалённых лидов в ответе просто нет.',
      en: 'Deleted leads are simply not in the answer.',
    },
  ],
  checks: (['processing', 'accepted'] as const).map((kind) => ({
    kind,
    url: 'https://{param:host}/comp/list.json?id={param:user}-{param:key}&oid={idel}',
    format: 'json',
    batchSize: 100,
    process: 'process.js',
  })),
};
