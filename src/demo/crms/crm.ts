import type { Order, Stage } from '../orders.ts';

/** An order as it stands at the moment somebody asks. */
export type CrmOrder = Omit<Order, 'number' | 'journey'> & { number: string; stage: Stage };

export interface CrmRequest {
  method: string;
  /** Without the CRM's own prefix. */
  path: string;
  query: URLSearchParams;
  /** Lower-case names. */
  headers: Record<string, string | undefined>;
  body: string;
}

export interface CrmAnswer {
  status: number;
  headers: Record<string, string>;
  body: string | Uint8Array;
}

/** A CRM of the demo: what it answers, given the orders it has. */
export interface Crm {
  answer(request: CrmRequest, orders: readonly CrmOrder[]): CrmAnswer;
  /** Seconds into the demo at which it is down for the first time. */
  firstOutage: number;
}

export const json = (status: number, value: unknown): CrmAnswer => ({
  status,
  headers: { 'content-type': 'application/json; charset=utf-8' },
  body: JSON.stringify(value),
});

/** The local day of a moment, `yyyy-MM-dd`, as the CRM's people count days. */
export function dayIn(zone: string, at: Date): string {
  // This locale writes days as ISO 8601 does.
  return new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short' }).format(at);
}
