import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { expectKind, failure, openSandbox, preprocessJob } from './sandbox.ts';

const sandbox = openSandbox();
const requestOf = async (code: string, given: Parameters<typeof preprocessJob>[1] = {}) =>
  expectKind(await sandbox.run(preprocessJob(code, given)), 'request').request;

describe('a preprocessing script', () => {
  it('leaves the request as it was where it does nothing', async () => {
    expect(await requestOf('')).toEqual({
      url: 'https://crm.test/orders?ids={idsl}',
      method: 'POST',
      headers: { accept: '*/*' },
      fields: { ids: [1, 2] },
    });
  });

  it('changes the request by assigning, by mutating, and with a `var` of the same name', async () => {
    const code = `
      $url = 'https://crm.test/v2';
      var $method = 'PUT';
      $headers['x-sign'] = $core.hash.md5($idsl + $params.secret);
      $headers['x-count'] = 2;
      delete $headers.accept;
      $fields.ids.push(3);
      $fields.date = new Date($now * 1000).toISOString();`;
    expect(await requestOf(code, { params: { secret: 's' } })).toEqual({
      url: 'https://crm.test/v2',
      method: 'PUT',
      headers: { 'x-sign': createHash('md5').update('1,2s').digest('hex'), 'x-count': '2' },
      fields: { ids: [1, 2, 3], date: '2023-11-14T22:13:20.000Z' },
    });
  });

  it('sends a text in $fields as the body', async () => {
    expect((await requestOf('$fields = JSON.stringify({orders: $idl})')).fields).toBe('{"orders":[1,2]}');
  });

  it('knows the leads of a batch', async () => {
    const code = '$fields = {$idl, $ide, $idsl, $idel}';
    expect((await requestOf(code)).fields).toEqual({
      $idl: [1, 2],
      $ide: { 1: 'a', 2: 'b' },
      $idsl: '1,2',
      $idel: 'a,b',
    });
  });

  it('leaves leads without an external id out of $idel', async () => {
    const leads = [
      { id: 1, extId: null },
      { id: 2, extId: 'b' },
    ];
    expect((await requestOf('$fields = {$ide, $idel}', { leads })).fields).toEqual({
      $ide: { 1: null, 2: 'b' },
      $idel: 'b',
    });
  });

  it('looks currencies and goals up', async () => {
    const code = '$fields = [$core.currency.id("usd"), $core.goal.bycode(7, "ftd"), $core.goal.bycode(7, "no")].join()';
    expect((await requestOf(code)).fields).toBe('2,31,');
  });

  it('knows the days of a range', async () => {
    const range = {
      from: '2025-03-01',
      to: '2025-03-02',
      tom: '2025-03-03',
      ffrom: '2025-01-03 00:00:00',
      fto: '2025-02-03 23:59:59',
      ftom: '2025-03-03 23:59:59',
      ufrom: 1,
      uto: 2,
      utom: 3,
    };
    const code =
      '$fields = {from: $from, to: $to, tom: $tom, ffrom: $ffrom, fto: $fto, ftom: $ftom, ufrom: $ufrom, uto: $uto, utom: $utom}';
    expect((await requestOf(code, { range, leads: [] })).fields).toEqual(range);
  });

  it('may leave the batch out', async () => {
    const outcome = expectKind(
      await sandbox.run(preprocessJob('$core.skip("ночью не работает"); $url = 1')),
      'skipped',
    );
    expect(outcome.why).toBe('ночью не работает');
  });

  it('may fail the run', async () => {
    expect((await failure(sandbox, preprocessJob('$core.fail("no")'))).error).toMatchObject({
      step: 'preprocess',
      code: 'script_failed',
    });
  });

  it('is told when it declares a variable of the request anew, which would go unnoticed', async () => {
    const { error } = await failure(sandbox, preprocessJob("let $url = 'https://crm.test/v2'"));
    expect(error.message).toContain("Identifier '$url' has already been declared");
  });

  it.each([
    ['$url = null', '$url must be a text, not null'],
    ['$method = 5', '$method must be a text, not a number'],
    ['$headers = "x: y"', '$headers must be an object, not a string'],
    ['$headers.x = {}', '$headers["x"] must be a text, not an object'],
    ['$fields = [1]', '$fields must be an object or a text, not a list'],
    ['$fields = 5', '$fields must be an object or a text, not a number'],
    ['$fields = {a: 10n}', 'Do not know how to serialize a BigInt'],
    ['$fields = {toJSON: () => undefined}', '$fields cannot be written as data'],
  ])('is told that the request cannot be %s', async (code, error) => {
    const outcome = await failure(sandbox, preprocessJob(code));
    expect(outcome.error).toMatchObject({
      step: 'preprocess',
      code: 'script_threw',
      params: { error: `TypeError: ${error}` },
    });
  });

  it('has no leads to edit', async () => {
    expect((await failure(sandbox, preprocessJob('$core.lead.edit(1, {})'))).error.params).toEqual({
      error: 'TypeError: $core.lead is not there in a preprocess script',
    });
  });
});
