import type { About } from '../library.ts';
import { reasons } from '../library.ts';

export const about: About = {
  name: 'Lorem Ipsuma (tamyonetim)',
  site: 'http://tamyonetim.com',
  what: {
    ru: 'Колл-центр и доставка, Турция; знает лиды по вашим номерам.',
    en: 'A call centre with delivery in Turkey; it knows leads by your numbers.',
  },
  sort: 'crm',
  sources: ['https://github.com/ernestbrennan/affninja-backend (app/Integrations/LoremIpsuma)'],
  verified: 'yes',
  lastSeenToWork: null,
  params: {
    reason_trash: reasons.trash,
    reason_no_answer: reasons.noAnswer,
  },
  secrets: {},
  quirks: [
    {
      ru: 'Одно слово значит разное до конверсии и после неё: rejected с conversion=true — отказ от посылки, а без неё отмена.',
      en: 'The same word means different things before and after the conversion: rejected with conversion=true is a refused parcel, without it a cancellation.',
    },
    { ru: 'Перед JSON бывает лишний текст.', en: 'Stray text may stand before the JSON.' },
    {
      ru: 'unknown значит «не наш заказ»: лид не трогается.',
      en: 'unknown means that the order is not theirs: the lead is left alone.',
    },
  ],
  checks: (['processing', 'accepted'] as const).map((kind) => ({
    kind,
    url: 'http://tamyonetim.com/api.php',
    fields: [
      { name: 'task', value: 'enquiry' },
      { name: 'ref_lead_ids', value: '{idsl}' },
      { name: 'api_language', value: 'en-GB' },
      { name: 'format', value: 'json' },
    ],
    format: 'json',
    batchSize: 75,
    identifyBy: 'internal',
    process: 'process.js',
  })),
};
