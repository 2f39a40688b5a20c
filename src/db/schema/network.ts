import type { Generated, JSONColumnType, Selectable } from 'kysely';
import type { Status } from '../../../sandbox/contract/statuses.ts';
import type { Default, Json, Nullable } from './columns.ts';

/** The tables of the network itself: whom it works with, and how. */
export interface NetworkTables {
  currencies: { id: Generated<number>; iso: string };
  reasons: { id: Generated<number>; name: string; trash: Generated<boolean> };
  settings: SettingsTable;
  offers: OffersTable;
  goals: GoalsTable;
  webmasters: WebmastersTable;
  integrations: IntegrationsTable;
  integration_offers: IntegrationOffersTable;
  status_mappings: StatusMappingsTable;
  unrecognised: UnrecognisedTable;
  /** One row; grows with every change of what a run is set up from. */
  revision: { id: number; value: number };
}

export interface SettingsTable {
  id: number;
  default_reason_id: number;
  paused: Default<boolean>;
  language: Default<string>;
  mail: JSONColumnType<Record<string, unknown>, string | undefined>;
  telegram: JSONColumnType<Record<string, unknown>, string | undefined>;
  runs_kept_days: Default<number>;
}

export interface OffersTable {
  id: Generated<number>;
  name: string;
  currency_id: number;
  delivery: boolean;
  price: string;
  hold_days: number;
  cancel_after_days: number | null;
  payout_per_unit: boolean;
  payout_wm: string;
  payout_pay: string;
  payout_ref: string;
  created_at: Date;
  updated_at: Date;
}

export interface GoalsTable {
  id: Generated<number>;
  offer_id: number;
  code: string;
  name: string;
  payout_wm: Nullable<string>;
  payout_pay: Nullable<string>;
  payout_ref: Nullable<string>;
}

export interface Postback {
  url: string;
  events: string[];
  method: 'GET' | 'POST';
}

export interface WebmastersTable {
  id: Generated<number>;
  name: string;
  referrer_id: Nullable<number>;
  postbacks: JSONColumnType<Postback[], string | undefined>;
  /** Encrypted; signs what is posted to him. */
  postback_secret: Nullable<Uint8Array>;
}

export interface IntegrationsTable {
  id: Generated<number>;
  name: string;
  /** IANA name. */
  timezone: string;
  params: Json<Record<string, string>>;
  /** Encrypted JSON of name → value. */
  secrets: Nullable<Uint8Array>;
  max_concurrent: number;
  requests_per_minute: Nullable<number>;
  /** When the next request may start, where `requests_per_minute` is set. */
  next_request_at: Nullable<Date>;
  allowed_hosts: string[];
  paused: boolean;
  created_at: Date;
  updated_at: Date;
}

export interface IntegrationOffersTable {
  integration_id: number;
  offer_id: number;
  params: Json<Record<string, string>>;
  preprocess_script_id: Nullable<number>;
  process_script_id: Nullable<number>;
}

export interface StatusMappingsTable {
  id: Generated<number>;
  integration_id: number;
  /** As the admin wrote it. */
  text: string;
  /** The normal form under which it is looked up. */
  key: string;
  accept: Nullable<boolean>;
  status: Nullable<Status>;
  reason_id: Nullable<number>;
}

export interface UnrecognisedTable {
  integration_id: number;
  text: string;
  count: number;
  first_seen: Date;
  last_seen: Date;
  run_id: number;
}

export type Integration = Selectable<IntegrationsTable>;

export type Offer = Selectable<OffersTable>;
