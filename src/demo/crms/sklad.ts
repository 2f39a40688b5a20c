import type { Refusal, Stage } from '../orders.ts';
import type { Crm, CrmAnswer, CrmOrder } from './crm.ts';
import { dayIn } from './crm.ts';

export const skladKey = 'SKL-83AF-02C7';
export const skladZone = 'Asia/Vladivostok';

/** Sklad, a warehouse far in the east: XML in windows-1251, Russian words, a key in the query, days of Vladivostok. */
export const sklad: Crm = {
  firstOutage: 60,
  answer({ path, query }, orders) {
    if (query.get('key') !== skladKey) return xml(403, '<error>Неверный ключ</error>');
    if (path !== '/export.xml') return xml(404, '<error>Нет такой страницы</error>');
    const ids = query.get('orders');
    const wanted = ids === null ? within(query) : ofNumbers(ids.split(','));
    return xml(200, `<orders>\n${orders.filter(wanted).map(shown).join('\n')}\n</orders>`);
  },
};

function ofNumbers(numbers: string[]): (order: CrmOrder) => boolean {
  const wanted = new Set(numbers);
  return ({ number }) => wanted.has(number);
}

/** Days arrive as `dd.MM.yyyy`. */
function within(query: URLSearchParams): (order: CrmOrder) => boolean {
  const day = (name: string): string => (query.get(name) ?? '').split('.').reverse().join('-');
  const [from, to] = [day('from'), day('to')];
  return ({ createdAt }) => {
    const created = dayIn(skladZone, createdAt);
    return created >= from && created <= to;
  };
}

const words: Record<Stage, string> = {
  new: 'Новый',
  working: 'В обработке',
  callback: 'Перезвонить',
  hold: 'Холд',
  odd: 'Карантин',
  approved: 'Подтверждён',
  packing: 'Упаковывается',
  sending: 'Готов к отправке',
  transit: 'В пути',
  arrived: 'Прибыл в пункт выдачи',
  paid: 'Выкуплен',
  returned: 'Возврат отправителю',
  refused: 'Отменён',
};

const refusals: Record<Refusal, string> = {
  mind: 'Передумал',
  price: 'Отказ: дорого',
  duplicate: 'Дубль',
  number: 'Некорректный номер',
  unreached: 'Не удалось дозвониться',
  unordered: 'Не заказывал',
};

function shown({ number, stage, refusal }: CrmOrder): string {
  const status = stage === 'refused' ? refusals[refusal] : words[stage];
  const track = stage === 'transit' || stage === 'arrived' ? `<track>SK${number}</track>` : '';
  return `  <order id="${number}"><status>${status}</status>${track}</order>`;
}

/** The declaration alone names the charset, as such exports do. */
const xml = (status: number, root: string): CrmAnswer => ({
  status,
  headers: { 'content-type': 'text/xml' },
  body: inWindows1251(`<?xml version="1.0" encoding="windows-1251"?>\n${root}\n`),
});

/** Node decodes this charset but does not encode it. */
const bytes = new Map<string, number>(
  [...new TextDecoder('windows-1251').decode(Uint8Array.from({ length: 256 }, (_, byte) => byte))].map(
    (letter, byte) => [letter, byte],
  ),
);

const inWindows1251 = (text: string): Uint8Array => Uint8Array.from(text, (letter) => bytes.get(letter) ?? 0x3f);
