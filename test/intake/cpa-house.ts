import type { FakeAnswer, FakeCrm } from '../fake-crm.ts';

const required = 'api_key id_webmaster name phone id_offer id_source id_stream user_agent ip_address county_code'.split(
  ' ',
);
const known = new Set([...required, 'sub_id_1', 'sub_id_2', 'sub_id_3', 'sub_id_4']);

export interface CpaHouse {
  /** Of what it took, in order. */
  orders: Record<string, string>[];
}

/** Takes orders at `/method/send_order` of the fake CRM and checks every field as cpa.house does. */
export function startCpaHouse(crm: FakeCrm, { apiKey = 'cpa-secret-key' } = {}): CpaHouse {
  const orders: Record<string, string>[] = [];
  const error = (msg: string): FakeAnswer => ({ body: { status: 'error', msg } });
  crm.answer('/method/send_order', (request) => {
    if (request.method !== 'POST') return error(`method ${request.method}`);
    if (request.headers['content-type'] !== 'application/x-www-form-urlencoded') {
      return error(`content type ${request.headers['content-type']}`);
    }
    const fields = Object.fromEntries(new URLSearchParams(request.body));
    const unknown = Object.keys(fields).filter((name) => !known.has(name));
    if (unknown.length > 0) return error(`unknown field ${unknown}`);
    const missing = required.filter((name) => !fields[name]);
    if (missing.length > 0) return error(`missing ${missing}`);
    if (fields['api_key'] !== apiKey) return error('wrong api key');
    if (!/^[A-Z]{2}$/.test(fields['county_code'] ?? '')) return error(`county_code ${fields['county_code']}`);
    if (!/^\d+\.\d+\.\d+\.\d+$/.test(fields['ip_address'] ?? '')) return error(`ip_address ${fields['ip_address']}`);
    if (!/^\+?\d{10,15}$/.test(fields['phone'] ?? '')) return error(`phone ${fields['phone']}`);
    if (!fields['user_agent']?.startsWith('Mozilla/')) return error('user_agent');
    orders.push(fields);
    return { body: { status: 'success', data: { id: 7_000 + orders.length } } };
  });
  return { orders };
}
