import type { ColumnType, Generated } from 'kysely';
import type { Status } from '../../../sandbox/contract/statuses.ts';
import type { Default, Json, JsonOrNull, Nullable } from './columns.ts';

/** The tables of leads, their money and their history. */
export interface LeadTables {
  leads: LeadsTable;
  lead_history: LeadHistoryTable;
  ledger: LedgerTable;
  lead_events: LeadEventsTable;
}

/** A commission set by hand or by a CRM: a total, with its own currency. */
export interface CashAmount {
  amount: string;
  currencyId: number;
}

export interface Cash {
  wm?: CashAmount;
  pay?: CashAmount;
  ref?: CashAmount;
}

export interface LeadsTable {
  id: Generated<number>;
  offer_id: number;
  integration_id: Nullable<number>;
  ext_id: Nullable<string>;
  status: Status;
  reason_id: Nullable<number>;
  comment: Nullable<string>;
  crm_status: Nullable<string>;
  /** When it was first put on hold. */
  hold_since: Nullable<Date>;
  /** When it is to be accepted by itself. */
  hold_until: Nullable<Date>;
  accepted_at: Nullable<Date>;
  /** It has an unreversed booking. */
  booked: Default<boolean>;
  /** Number of the latest booking; 0 before the first. */
  bookings: Default<number>;
  base: Nullable<string>;
  counts: Nullable<number>;
  currency_id: Nullable<number>;
  goal_id: Nullable<number>;
  track: Nullable<string>;
  cash: JsonOrNull<Cash>;
  webmaster_id: Nullable<number>;
  name: Nullable<string>;
  phone: Nullable<string>;
  /** The digits of the phone, for searching by prefix. */
  phone_digits: Nullable<string>;
  country: Nullable<string>;
  ip: Nullable<string>;
  user_agent: Nullable<string>;
  sub1: Nullable<string>;
  sub2: Nullable<string>;
  sub3: Nullable<string>;
  sub4: Nullable<string>;
  created_at: Date;
  updated_at: Date;
}

export interface LeadHistoryTable {
  id: Generated<number>;
  lead_id: number;
  at: Date;
  source: Json<Record<string, unknown>>;
  before: Json<Record<string, unknown>>;
  after: Json<Record<string, unknown>>;
}

export interface LedgerTable {
  id: Generated<number>;
  lead_id: number;
  booking: number;
  kind: 'pay' | 'wm' | 'ref' | 'adjustment';
  /** Which amount an adjustment corrects. */
  adjusts: Nullable<'pay' | 'wm' | 'ref'>;
  /** The webmaster or referrer; null for the advertiser's charge. */
  party_id: Nullable<number>;
  amount: string;
  currency_id: number;
  at: Date;
  /** The entry this one takes back. */
  reverses: Nullable<number>;
  reversal: ColumnType<boolean, never, never>;
}

export interface LeadEventsTable {
  id: Generated<number>;
  lead_id: number;
  at: Date;
  /** The stage that the lead newly reached; null where the change is none that people are told of. */
  stage: Nullable<string>;
  payload: Json<Record<string, unknown>>;
  /** Postbacks were made of it, or none wants it. */
  told: Default<boolean>;
}
