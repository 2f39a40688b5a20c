import { describe, expect, test } from 'vitest';
import { mappingKey, recognise } from '../../sandbox/recognise/index.ts';
import { forAccepted, meaning, pays } from './reading.ts';

const why = (text: string) => {
  const recognition = recognise(text, { kind: 'processing', current: 2 });
  return recognition.kind === 'recognised' ? { rule: recognition.rule, word: recognition.word } : recognition.kind;
};

describe('negations', () => {
  test.each([
    ['not confirmed', 'unconfirmed', 'Confirmed: no', 'order not yet confirmed', 'NOT_CONFIRMED', 'notConfirmed'],
    [
      'не подтверждён',
      'неподтверждён',
      'не был подтвержден',
      'НЕ ПОДТВЕРЖДЕНО',
      'не-подтвержден',
      'заказ ещё не подтверждён',
    ],
    ['не підтверджено', 'непідтверджений'],
    ['no confirmado', 'pedido no confirmado'],
    ['não confirmado', 'nao confirmado'],
    ['non confermato', 'non ancora confermato'],
    ['non confirmé', 'pas confirmée', "n'est pas confirmé"],
    ['neconfirmat', 'nu este confirmat', 'neconfirmată'],
    ['nicht bestätigt', 'unbestätigt', 'noch nicht bestaetigt'],
    ['niepotwierdzone', 'nie potwierdzony'],
    ['onaylanmadı', 'ONAYLANMADI', 'onaysız', 'onaylı değil'],
    ['belum dikonfirmasi', 'tidak dikonfirmasi'],
    ['chưa xác nhận', 'chua xac nhan', 'không xác nhận'],
    ['ยังไม่ยืนยัน', 'ไม่ยืนยัน'],
  ])('%s: still open, never an approval', (...texts) => {
    expect(texts.filter(Boolean).map((text) => meaning(text))).toEqual(texts.filter(Boolean).map(() => '2'));
  });

  test.each([
    ['not paid', 'unpaid', 'not_paid', 'NotPaid', 'paid: no', 'paid: 0', 'paid=false'],
    ['не оплачен', 'неоплачен', 'не оплачена', 'нет оплаты', 'Оплачено: нет'],
    ['не оплачено', 'несплачено'],
    ['no pagado', 'impago', 'sin pagar', 'impagado'],
    ['não pago', 'nao paga'],
    ['non pagato'],
    ['impayé', 'non payé', 'pas payé'],
    ['neplătit', 'nu a plătit', 'neachitat'],
    ['nicht bezahlt', 'unbezahlt'],
    ['nieopłacone', 'nie zapłacono'],
    ['ödenmedi', 'ödeme yapılmadı'],
    ['belum dibayar', 'belum lunas'],
    ['chưa thanh toán', 'chua thanh toan'],
    ['ยังไม่ชำระเงิน'],
  ])('%s: nothing is said', (...texts) => {
    expect(texts.filter(Boolean).map((text) => meaning(text))).toEqual(texts.filter(Boolean).map(() => 'silent'));
  });

  test.each([
    'not delivered',
    'undelivered',
    'не доставлен',
    'не выкуплен',
    'no entregado',
    'não entregue',
    'non consegnato',
    'non livré',
    'nelivrat',
    'nicht geliefert',
    'niedostarczone',
    'teslim edilmedi',
  ])('%s: the parcel comes back', (text) => expect(meaning(text, forAccepted)).toBe('11'));

  test.each([
    'not rejected',
    'not cancelled',
    'not fake',
    'не отказ',
    'не дубль',
    'no duplicado',
    'nicht storniert',
    'отмена отказа',
    'отказ от отмены',
    'rejected cancellation',
  ])('%s: a refusal denied is no refusal', (text) => expect(meaning(text)).toBe('silent'));

  test.each([
    'on confirmed',
    'to confirmed',
    'на подтверждён',
    'ее оплачен',
    'approved: on',
    'lE подтвержден',
    'an bestätigt no',
  ])('%s: a little word that may be a misspelt negation forbids to pay', (text) =>
    expect(pays(meaning(text))).toBe(false),
  );

  test('two negations of one language are one', () => {
    expect(meaning('ne répond pas')).toBe('3');
    expect(meaning('никогда не отвечает')).toBe('3');
    expect(meaning('no contesta nunca')).toBe('3');
  });
});

describe('near misses', () => {
  test.each([
    'valid',
    'Valid lead',
    'confirmation',
    'подтверждение',
    'confirming',
    'Подтвердить',
    'confirmar',
    'à confirmer',
    'da confermare',
    'do potwierdzenia',
    'onaylanacak',
    'to be confirmed',
    'will be approved',
    'payment',
    'оплата',
    'partially paid',
    'частично оплачен',
    'approved?',
    'confirmed 50%',
    '❌ confirmed',
    'номер подтверждён',
    'confirmed phone',
    'адрес подтвержден',
    'confirmed fraud',
    'approved duplicate',
    'success fee',
    'done',
    'ok',
    'да',
    'unknown',
    'error',
  ])('%s pays nothing', (text) => expect(pays(meaning(text))).toBe(false));

  test.each([
    'awaiting payment',
    'Ожидает оплаты',
    'En attente de virement bancaire',
    'Aguardando pagamento',
    'in attesa di pagamento',
    'Menunggu pembayaran',
    'onay bekliyor',
    'Chờ xác nhận',
    'pending approval',
    'Ожидает подтверждения',
  ])('%s: awaited is not there', (text) => expect(meaning(text)).toBe('2'));

  test('a word that is not known forbids to pay, and to refuse within the same part of the text', () => {
    expect(meaning('Approved zxcv')).toBe('silent');
    expect(meaning('Отказ от страховки')).toBe('silent');
    expect(meaning('Отказ - муж против')).toBe('5/2');
  });
});

describe('deposits', () => {
  test.each([
    'FTD',
    'ftd - no answer',
    'FTD callback',
    'depositor - callback',
    'self depositor',
    'deposited with me',
    'first time deposit',
  ])('%s: an approval', (text) => expect(meaning(text)).toBe('accept'));

  test.each([
    ['failed deposit', '3'],
    ['deposit failed', '3'],
    ['payment decline', '3'],
    ['potential depositor', '2'],
    ['deposit pending', '2'],
    ['already deposited', '5/8'],
    ['deposited with another company', '5/8'],
    ['no deposit', 'silent'],
    ['never deposited', 'silent'],
    ['will deposit', 'silent'],
    ['ftd - fraud', 'silent'],
  ])('%s: %s', (text, expected) => expect(meaning(text)).toBe(expected));
});

describe('a refusal and its reason', () => {
  test.each([
    ['Отказ - дорого', '5/9'],
    ['отменён: дубль', '5/7'],
    ['rejected: wrong geo', '5/5'],
    ['Declined (duplicate)', '5/7'],
    ['invalid (language barrier)', '5/13'],
    ['Отказ, недозвон', '5/11'],
    ['cancelled - fake', '5/6'],
    ['CANCELLED_BY_CLIENT', '5'],
    ['cancelledByClient', '5'],
    ['Удалено за фрод', '5/12'],
  ])('%s: %s', (text, expected) => expect(meaning(text)).toBe(expected));

  test.each(['Недозвон 3', 'недозвон №5', 'No answer 5', 'NA3', 'не берёт трубку', 'nicht erreicht', 'ไม่รับสาย'])(
    '%s: calls go on',
    (text) => expect(meaning(text)).toBe('3'),
  );
});

describe('several stages in one text', () => {
  test.each([
    ['Confirmed - shipped', 'accept 8'],
    ['Approved (hold)', '4'],
    ['approved_hold', '4'],
    ['Подтверждён, холд', '4'],
    ['returned - in transit', '11'],
    ['confirmed, not paid', 'silent'],
    ['approved / rejected', 'silent'],
    ['подтвержден - отказ', 'silent'],
  ])('%s: %s', (text, expected) => expect(meaning(text)).toBe(expected));
});

describe('what the lead makes of a word', () => {
  test.each([
    ['Отправлен', '8'],
    ['delivered', '9'],
    ['Entregado', '9'],
    ['оплачен', '10'],
    ['Упаковка', '6'],
    ['Versandt', '8'],
  ])('%s accepts a lead that was not, and is the status alone for one that was', (text, status) => {
    expect(meaning(text, { kind: 'processing', current: 3 })).toBe(`accept ${status}`);
    expect(meaning(text, { kind: 'range', current: 2 })).toBe(`accept ${status}`);
    expect(meaning(text, { kind: 'range', current: 8 })).toBe(status);
    expect(meaning(text, { kind: 'accepted', current: 7 })).toBe(status);
  });

  test("a carrier's ACCEPTED approves nothing", () => {
    expect(meaning('ACCEPTED', { kind: 'processing', current: 2 })).toBe('accept');
    expect(meaning('ACCEPTED', { kind: 'accepted', current: 6 })).toBe('silent');
    expect(meaning('принято', { kind: 'range', current: 8 })).toBe('silent');
  });

  test('an approval stays one, so that an accepted lead that was not booked is booked', () => {
    expect(meaning('Подтверждён', { kind: 'accepted', current: 6 })).toBe('accept');
    expect(meaning('approved', { kind: 'range', current: 8 })).toBe('accept');
  });

  test.each([
    ['CREATED', '6', 'silent'],
    ['REGISTERED', '7', '1'],
    ['UNREGISTERED', '6', 'silent'],
  ])('%s belongs to the delivery service in a check of accepted leads', (text, accepted, processing) => {
    expect(meaning(text, forAccepted)).toBe(accepted);
    expect(meaning(text)).toBe(processing);
  });

  test.each([
    'не отвечает',
    'no answer',
    'in progress',
    'new',
    'hold',
    'недоступен',
    'expired',
    'wrong number',
    'failed',
  ])('%s takes no accepted lead back', (text) => {
    expect(meaning(text, forAccepted)).toBe('silent');
    expect(meaning(text, { kind: 'range', current: 8 })).toBe('silent');
  });

  test('returns and refusals are for accepted leads too', () => {
    expect(meaning('Отказ от получения', forAccepted)).toBe('11');
    expect(meaning('DELIVERED_TO_SENDER', forAccepted)).toBe('11');
    expect(meaning('Отмена', forAccepted)).toBe('5');
  });
});

describe('how a word is written', () => {
  test.each([
    ['wrоng number with a Cyrillic о', 'wrоng number', '5/1'],
    ['подтверждён with Latin letters', 'пoдтвepждeн', 'accept'],
    ['a Latin negation before a Cyrillic word', 'HE подтвержден', '2'],
    ['a mixed negation', 'нe подтвержден', '2'],
    ['Turkish capitals', 'İPTAL EDİLDİ', '5'],
    ['a dotless i', 'iptal edıldı', '5'],
    ['ё and е', 'Отменен', '5'],
    ['decomposed accents', 'Livre\u0301', 'accept 9'],
    ['umlauts as two letters', 'bestaetigt', 'accept'],
    ['Vietnamese without accents', 'Da huy don', '5'],
    ['zero-width characters', 'под\u200bтвержден', 'accept'],
    ['full-width letters', 'ｐａｉｄ', 'accept 10'],
    ['spaced-out letters are no word', 'c o n f i r m e d', 'silent'],
  ])('%s', (_, text, expected) => expect(meaning(text)).toBe(expected));

  test('Vietnamese accents tell words apart', () => {
    expect(meaning('Hoàn hàng')).toBe('11');
    expect(meaning('hoãn')).not.toBe('11');
  });

  test.each([
    ['dublicate', '5/7'],
    ['cancled', '5'],
    ['comfirmed', 'accept'],
    ['aproved', 'accept'],
    ['потвержден', 'accept'],
    ['отменнен', '5'],
    ['wrong numbeer', '5/1'],
  ])('%s is forgiven', (text, expected) => expect(meaning(text)).toBe(expected));
});

describe('codes, nothing, and what is no status', () => {
  test.each(['6', '12', ' 5 ', '1 2', 6, 12, 0, true, {}, [], ['approved'], 'status 6', '???', '-', 'x'.repeat(500)])(
    '%j is not guessed',
    (text) => {
      expect(meaning(text)).toBe('silent');
    },
  );

  test.each([null, undefined, '', '   ', '\u00a0\n', '\u200b'])('%j says nothing', (text) => {
    expect(meaning(text)).toBe('empty');
  });

  test.each(['constructor', '__proto__', 'hasOwnProperty', 'toString'])('%s is a text like any other', (text) => {
    expect(meaning(text)).toBe('silent');
  });
});

describe("an integration's own mappings", () => {
  const mappings = new Map([
    [mappingKey('Недозвон'), { status: 5, reason: 11 } as const],
    [mappingKey('6'), { accept: true } as const],
    [mappingKey('  Delivered   OK '), { accept: true, status: 10 } as const],
  ]);
  const context = { kind: 'processing', current: 2, mappings } as const;

  test('come before the vocabulary, for texts and for codes', () => {
    expect(meaning('Недозвон', context)).toBe('5/11');
    expect(meaning(6, context)).toBe('accept');
    expect(meaning('6', context)).toBe('accept');
    expect(recognise('недозвон', context)).toMatchObject({ rule: 'mapping', word: 'недозвон' });
  });

  test('are found in any letter case and spacing, and in no other form', () => {
    expect(meaning('DELIVERED OK', context)).toBe('accept 10');
    expect(meaning('Недозвон 2', context)).toBe('3');
  });

  test('hold whatever the lead', () => {
    expect(meaning('Недозвон', { ...context, kind: 'accepted', current: 8 })).toBe('5/11');
  });
});

describe('why', () => {
  test('the rule and the words are told', () => {
    expect(why('заказ не подтверждён')).toEqual({ rule: 'not confirmed', word: 'не подтверждён' });
    expect(why('Отказ - дорого')).toEqual({ rule: 'refusal with its reason', word: 'отказ + дорого' });
    expect(why('ftd - no answer')).toEqual({ rule: 'a deposit outlasts calls', word: 'ftd + no answer' });
    expect(why('wrong phone number')).toEqual({ rule: 'number', word: 'wrong phone number' });
  });
});
