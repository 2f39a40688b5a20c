import { describe, expect, test } from 'vitest';
import { createLog, maskPersonal } from '../src/log.ts';

function linesOf(write: (log: ReturnType<typeof createLog>) => void): Record<string, any>[] {
  const lines: string[] = [];
  write(createLog('debug', { write: (line) => void lines.push(line) }));
  return lines.map((line) => JSON.parse(line));
}

test('a line says when, how grave, what and with which facts', () => {
  const [line] = linesOf((log) => log.child({ check: 7 }).info({ leads: 3 }, 'batch asked'));
  expect(line).toEqual({ level: 'info', time: expect.stringMatching(/Z$/), check: 7, leads: 3, msg: 'batch asked' });
});

describe('personal data is masked', () => {
  test.each([
    ['lead +7 (912) 345-67-89 refused', 'lead +7***89 refused'],
    ['phone 89123456789', 'phone 8***89'],
    ['tel:+491701234567', 'tel:+4***67'],
    ['380501234567,', '3***67,'],
    ['mail to ivan.petrov@mail.example now', 'mail to i***@*** now'],
    ['<Ivan> ivan+1@sub.mail.example;', '<Ivan> i***@***;'],
  ])('in %s', (text, expected) => {
    expect(maskPersonal(text)).toBe(expected);
  });

  test.each([
    'run 123456 took 1500 ms',
    '2026-11-21T10:20:30.123Z',
    '2026-11-21 10:20:30',
    '10.0.0.15:5432',
    '0b6e3a4e-7e55-4c07-9d6f-1f1c12345678',
    'sum 1234567.50',
  ])('while %s stays', (text) => {
    expect(maskPersonal(text)).toBe(text);
  });

  test('in messages, in fields at any depth, in children and in errors with their causes', () => {
    const error = new Error('no phone 89123456789', { cause: new Error('of a@b.example') });
    const lines = linesOf((log) => {
      log.info({ lead: { phone: '+79123456789', contacts: ['a@b.example'] } }, 'lead 89123456789');
      log.child({ email: 'a@b.example' }).warn({ err: error }, 'failed');
    });
    const text = JSON.stringify(lines);
    expect(text).not.toContain('9123456789');
    expect(text).not.toContain('b.example');
    expect(lines[1]?.err).toMatchObject({
      type: 'Error',
      message: 'no phone 8***89',
      cause: { message: 'of a***@***' },
    });
  });
});

test('secret headers and fields never appear', () => {
  const [line] = linesOf((log) =>
    log.info({ headers: { Authorization: 'Bearer x1', cookie: 'x2' }, password: 'x3', secrets: { a: 'x4' } }, 'asked'),
  );
  expect(JSON.stringify(line)).not.toMatch(/x[1-4]/);
});
