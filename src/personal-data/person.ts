import { InvalidInput } from '../errors.ts';

/** One person, known by a phone or an e-mail address, and how to recognise it however it was written. */
export interface Person {
  /** For PostgreSQL, matched without regard to case. */
  pattern: string;
  /** Of a lead's phone, digits alone; empty for an e-mail address. */
  phoneDigits: string[];
  /** Whether a value is this phone or address and nothing else. */
  is(value: unknown): boolean;
}

const fewestDigits = 7;
/** What people put between the digits of a phone, also in its encodings for addresses. */
const between = '(?:[ ().-]|%20|%28|%29|\\+)*';

/** @throws InvalidInput unless exactly one is given, and can be told from everybody else's */
export function personOf({ phone, email }: { phone?: string | undefined; email?: string | undefined }): Person {
  if ((phone === undefined) === (email === undefined)) {
    throw new InvalidInput([{ path: 'phone', message: 'either a phone or an email is required, and not both' }]);
  }
  return phone === undefined ? byEmail((email ?? '').trim()) : byPhone(phone);
}

function byPhone(phone: string): Person {
  const digits = phone.replace(/\D/g, '');
  if (digits.length < fewestDigits) {
    throw new InvalidInput([
      { path: 'phone', message: `must have at least ${fewestDigits} digits, not ${digits.length}` },
    ]);
  }
  // In Russia and Kazakhstan a number is dialled with 8 or +7, and often written without either.
  const national = /^[78](\d{10})$/.exec(digits)?.[1];
  const forms = national === undefined ? [digits] : [`7${national}`, `8${national}`, national];
  return {
    pattern: [...(national ?? digits)].join(between),
    phoneDigits: forms,
    is: (value) => {
      const text = typeof value === 'number' ? String(value) : value;
      return typeof text === 'string' && /^[\d\s()+.-]+$/.test(text) && forms.includes(text.replace(/\D/g, ''));
    },
  };
}

function byEmail(email: string): Person {
  if (!/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(email)) {
    throw new InvalidInput([{ path: 'email', message: `is not a mail address: ${email.slice(0, 100)}` }]);
  }
  const literal = email.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&').replace('@', '(?:@|%40)');
  return {
    // anna@x.com must not be taken for joanna@x.com, nor for anna@x.com.ru.
    pattern: `(?<![\\w.+-])${literal}(?![\\w-]|\\.\\w)`,
    phoneDigits: [],
    is: (value) => typeof value === 'string' && value.trim().toLowerCase() === email.toLowerCase(),
  };
}
