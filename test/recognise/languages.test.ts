import { describe, expect, test } from 'vitest';
import { forAccepted, meaning, pays } from './reading.ts';

/** What every language says in its own words; several ways of saying it are separated by ` | `. */
type Sayings = Record<string, string>;

const all = (sayings: Sayings): [language: string, text: string][] =>
  Object.entries(sayings).flatMap(([language, texts]) =>
    texts.split(' | ').map((text): [string, string] => [language, text]),
  );

const approvals: Sayings = {
  en: 'confirmed | Approved',
  ru: 'подтверждён | ПОДТВЕРЖДЕНО',
  uk: 'підтверджено | Підтверджений',
  es: 'confirmado | confirmada',
  pt: 'confirmado | pedido confirmado',
  it: 'confermato | Confermata',
  fr: 'confirmé | Confirmée',
  ro: 'confirmat | confirmată',
  de: 'bestätigt | Bestaetigt',
  pl: 'potwierdzony | potwierdzone',
  tr: 'onaylandı | ONAYLANDI',
  id: 'dikonfirmasi',
  vi: 'đã xác nhận | da xac nhan',
  th: 'ยืนยันแล้ว',
};

describe('an approval that is still to come pays nothing', () => {
  test.each(
    all({
      en: 'confirmation | will be confirmed | to be confirmed',
      ru: 'подтверждение | будет подтверждён | подтвердить',
      uk: 'підтвердження | буде підтверджено',
      es: 'confirmación | será confirmado | confirmar',
      pt: 'confirmação | será confirmado',
      it: 'conferma | sarà confermato | da confermare',
      fr: 'confirmation | sera confirmé | à confirmer',
      ro: 'confirmare | va fi confirmat',
      de: 'Bestätigung | wird bestätigt',
      pl: 'potwierdzenie | zostanie potwierdzone | do potwierdzenia',
      tr: 'onay | onaylanacak',
      id: 'konfirmasi | akan dikonfirmasi',
      vi: 'sẽ xác nhận',
      th: 'การยืนยัน | จะยืนยัน',
    }),
  )('%s: %s', (_language, text) => expect(pays(meaning(text))).toBe(false));

  test.each(
    all({
      en: 'awaiting confirmation | pending payment',
      ru: 'ожидает подтверждения | ожидает оплаты',
      uk: 'очікує підтвердження | очікує оплати',
      es: 'esperando confirmación | pendiente de pago',
      pt: 'aguardando confirmação | aguardando pagamento',
      it: 'in attesa di conferma | in attesa di pagamento',
      fr: 'en attente de confirmation | en attente de paiement',
      ro: 'asteapta confirmare | în așteptarea confirmării',
      de: 'wartet auf Bestätigung | warten auf Zahlung',
      pl: 'oczekuje na potwierdzenie | oczekuje na płatność',
      tr: 'onay bekleniyor | ödeme bekleniyor',
      id: 'menunggu konfirmasi | menunggu pembayaran',
      vi: 'chờ xác nhận | chờ thanh toán',
      th: 'รอการยืนยัน | รอชำระเงิน',
    }),
  )('%s: %s is awaited', (_language, text) => expect(meaning(text)).toBe('2'));
});

describe('look-alike letters', () => {
  const latinToCyrillic: Record<string, string> = { a: 'а', c: 'с', e: 'е', o: 'о', p: 'р', x: 'х' };
  const cyrillicToLatin: Record<string, string> = { а: 'a', с: 'c', е: 'e', о: 'o', р: 'p', х: 'x' };
  const disguise = (text: string, twins: Record<string, string>, which: number): string => {
    const at = [...text].flatMap((letter, index) => (letter in twins ? [index] : []))[which];
    return at === undefined ? text : text.slice(0, at) + twins[text.charAt(at)] + text.slice(at + 1);
  };

  test.each(all(approvals))('%s: %s is read with one of them in it, and denied as well', (_language, text) => {
    for (const which of [0, 1]) {
      for (const twins of [latinToCyrillic, cyrillicToLatin]) {
        const disguised = disguise(text.toLowerCase(), twins, which);
        expect(['accept', 'silent']).toContain(meaning(disguised));
        expect(pays(meaning(`not ${disguised}`))).toBe(false);
        expect(pays(meaning(`не ${disguised}`))).toBe(false);
      }
    }
  });

  test.each(['соnfirmed', 'аpproved', 'cоnfirmado', 'пoдтвержден', 'підтвеpджено'])('%s approves', (text) =>
    expect(meaning(text)).toBe('accept'),
  );
  test.each(['nоt confirmed', 'нe подтвержден', 'unpаid', 'nо confirmado', 'niе potwierdzone'])('%s does not', (text) =>
    expect(pays(meaning(text))).toBe(false),
  );
});

describe('deposits in other words', () => {
  test.each(['ftd', 'FTD (call back)', 'депозит', 'внёс депозит', 'depósito realizado'])('%s: an approval', (text) =>
    expect(meaning(text)).toBe('accept'),
  );
  test.each([
    'no ftd',
    'ftd: no',
    'fail ftd',
    'ftd pending',
    'нет депозита',
    'sin depósito',
    'deposito fallido',
    'depósito falhou',
    'deposit gagal',
  ])('%s: none', (text) => expect(pays(meaning(text))).toBe(false));
});

describe('delivery words accept a lead that was not, and are the status alone for one that was', () => {
  test.each([
    ...all({
      en: 'shipped',
      ru: 'отправлен',
      uk: 'відправлено',
      es: 'enviado',
      pt: 'enviado',
      it: 'spedito',
      fr: 'expédié',
      ro: 'expediat',
      de: 'versendet',
      pl: 'wysłane',
      tr: 'gönderildi',
      id: 'dikirim',
      vi: 'đã gửi',
      th: 'จัดส่งแล้ว',
    }).map(([language, text]) => [language, text, '8']),
    ...all({
      en: 'delivered',
      ru: 'доставлен',
      uk: 'доставлено',
      es: 'entregado',
      pt: 'entregue',
      it: 'consegnato',
      fr: 'livré',
      ro: 'livrat',
      de: 'geliefert | zugestellt',
      pl: 'dostarczone',
      tr: 'teslim edildi',
      id: 'terkirim',
      vi: 'đã giao | đã giao hàng',
      th: 'จัดส่งสำเร็จ',
    }).map(([language, text]) => [language, text, '9']),
    ...all({
      en: 'paid',
      ru: 'оплачен | выкуплен',
      uk: 'оплачено | викуплено',
      es: 'pagado',
      pt: 'pago',
      it: 'pagato',
      fr: 'payé',
      ro: 'plătit',
      de: 'bezahlt',
      pl: 'opłacone | zapłacone',
      tr: 'ödendi',
      id: 'dibayar | lunas',
      vi: 'đã thanh toán',
      th: 'ชำระเงินแล้ว',
    }).map(([language, text]) => [language, text, '10']),
  ])('%s: %s is %s', (_language, text, status) => {
    expect(meaning(text)).toBe(`accept ${status}`);
    expect(meaning(text, forAccepted)).toBe(status);
    expect(meaning(text, { kind: 'range', current: 8 })).toBe(status);
  });

  test.each(
    all({
      uk: 'не доставлено | недоставлено',
      id: 'tidak terkirim | gagal dikirim',
      vi: 'không giao được | giao không thành công',
      th: 'ส่งไม่สำเร็จ',
    }),
  )('%s: %s is a parcel on its way back', (_language, text) => expect(meaning(text, forAccepted)).toBe('11'));
});

describe('the end of a lead', () => {
  const returned: Sayings = {
    en: 'returned',
    ru: 'возврат | возвращён',
    uk: 'повернення | повернено',
    es: 'devuelto',
    pt: 'devolvido',
    it: 'restituito | reso',
    fr: 'retourné',
    ro: 'returnat',
    de: 'zurückgesendet | Retoure',
    pl: 'zwrot | zwrócone',
    tr: 'iade edildi',
    id: 'dikembalikan | retur',
    vi: 'đã hoàn | hoàn hàng',
    th: 'ตีกลับ',
  };
  const cancelled: Sayings = {
    en: 'cancelled',
    ru: 'отменён',
    uk: 'скасовано',
    es: 'cancelado',
    pt: 'cancelado',
    it: 'annullato',
    fr: 'annulé',
    ro: 'anulat',
    de: 'storniert',
    pl: 'anulowane',
    tr: 'iptal edildi',
    id: 'dibatalkan',
    vi: 'đã hủy',
    th: 'ยกเลิก',
  };
  const denied: Sayings = {
    en: 'not cancelled',
    ru: 'не отменён',
    uk: 'не скасовано',
    es: 'no cancelado',
    pt: 'não cancelado',
    it: 'non annullato',
    fr: 'pas annulé',
    ro: 'nu este anulat',
    de: 'nicht storniert',
    pl: 'nie anulowane',
    tr: 'iptal edilmedi',
    id: 'tidak dibatalkan',
    vi: 'chưa hủy',
    th: 'ไม่ได้ยกเลิก',
  };
  const deleted: Sayings = {
    en: 'deleted',
    ru: 'удалён',
    uk: 'видалено',
    es: 'eliminado',
    pt: 'excluído',
    it: 'eliminato',
    fr: 'supprimé',
    ro: 'șters',
    de: 'gelöscht',
    pl: 'usunięte',
    tr: 'silindi',
    id: 'dihapus',
    vi: 'đã xóa',
    th: 'ลบแล้ว',
  };

  test.each(all(returned))('%s: %s came back', (_language, text) => expect(meaning(text, forAccepted)).toBe('11'));
  test.each(all(cancelled))('%s: %s is refused, for accepted leads too', (_language, text) => {
    expect(meaning(text)).toBe('5');
    expect(meaning(text, forAccepted)).toBe('5');
  });
  test.each(all(denied))('%s: %s says nothing', (_language, text) => expect(meaning(text)).toBe('silent'));
  test.each(all(deleted))('%s: %s', (_language, text) => expect(meaning(text)).toBe('12'));
});
