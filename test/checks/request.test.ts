import { describe, expect, it } from 'vitest';
import { draftRequest, finalRequest, macroValues } from '../../src/checks/requests/request.ts';
import type { CheckDefinition } from '../../src/checks/setup.ts';

const leads = [
  { id: 11, extId: 'a-1' },
  { id: 12, extId: 'b&2' },
];

function check(definition: Partial<CheckDefinition>): CheckDefinition {
  return {
    id: 1,
    integration_id: 1,
    kind: 'processing',
    url: 'https://crm.test/list',
    method: null,
    headers: {},
    fields: [],
    body_encoding: 'form',
    format: 'json',
    csv: null,
    charset: null,
    batch_size: 50,
    range_days: 7,
    identify_by: 'external',
    ok_statuses: null,
    empty_ok: false,
    repeatable: true,
    preprocess_script_id: null,
    process_script_id: 1,
    timeout_ms: 30_000,
    limits: {},
    max_requests: 1,
    login: null,
    ...definition,
  };
}

function requestOf(definition: Partial<CheckDefinition>, fields?: string) {
  const values = macroValues({ params: { token: 'a b' } }, leads, null);
  const draft = draftRequest(check(definition), values);
  return finalRequest(
    check(definition),
    fields === undefined ? draft : { ...draft, fields },
    { methodChosen: false },
    values,
  );
}

describe('the request of a check', () => {
  it('is a GET where there are no fields', () => {
    expect(requestOf({ url: 'https://crm.test/list?ids={idel}&t={param:token}' })).toEqual({
      method: 'GET',
      url: 'https://crm.test/list?ids=a-1,b%262&t=a%20b',
      headers: {},
      body: null,
    });
  });

  it('is a POST with an encoded form where there are fields, lists as name[]', () => {
    expect(
      requestOf({
        fields: [
          { name: 'ids', value: '{ids}' },
          { name: 'list', value: '{idel}' },
        ],
      }),
    ).toMatchObject({
      method: 'POST',
      headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
      body: 'ids%5B%5D=11&ids%5B%5D=12&list=a-1%2Cb%262',
    });
  });

  it('sends JSON with arrays as arrays', () => {
    const { body, headers } = requestOf({ fields: [{ name: 'orders', value: '{ide}' }], body_encoding: 'json' });
    expect(body).toBe('{"orders":["a-1","b&2"]}');
    expect(headers).toEqual({ 'Content-Type': 'application/json' });
  });

  it('sends multipart with a boundary that no value holds', () => {
    const fields = [{ name: 'note', value: 'sverka-part' }];
    const { body, headers } = requestOf({ fields, body_encoding: 'multipart' });
    expect(headers['Content-Type']).toBe('multipart/form-data; boundary=sverka-part-');
    expect(body).toBe(
      '--sverka-part-\r\nContent-Disposition: form-data; name="note"\r\n\r\nsverka-part\r\n--sverka-part---\r\n',
    );
  });

  it('puts fields of a GET into the query, beside what stands there', () => {
    const url = 'https://crm.test/list?v=2#top';
    const values = macroValues({ params: {} }, leads, null);
    const definition = check({ url, method: 'GET', fields: [{ name: 'ids', value: '{idsl}' }] });
    const request = finalRequest(definition, draftRequest(definition, values), { methodChosen: true }, values);
    expect(request).toMatchObject({ url: 'https://crm.test/list?v=2&ids=11%2C12#top', body: null });
  });

  it('sends a text that the script put into the fields as it is', () => {
    expect(requestOf({}, '{"raw": true}')).toMatchObject({
      method: 'POST',
      body: '{"raw": true}',
      headers: { 'Content-Type': 'application/json' },
    });
    expect(requestOf({}, 'a=1')).toMatchObject({ headers: { 'Content-Type': 'application/x-www-form-urlencoded' } });
  });

  it('keeps a content type that the check names', () => {
    const fields = [{ name: 'a', value: '1' }];
    expect(requestOf({ fields, headers: { 'content-type': 'text/x-odd' } }).headers).toEqual({
      'content-type': 'text/x-odd',
    });
  });
});
