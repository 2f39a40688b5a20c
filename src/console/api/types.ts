/** What the API answers with, as its own code declares it: dates have become texts on the way. */
import type { CheckView } from '../../checks/definition/input.ts';
import type { DryRun as ServerDryRun } from '../../checks/dry-run.ts';
import type { Overview as ServerOverview } from '../../checks/views/overview.ts';
import type { RunView, SweepView } from '../../checks/views/queries.ts';
import type { CheckState as ServerCheckState } from '../../checks/views/states.ts';
import type {
  HistoryRow as ServerHistoryRow,
  Lead as ServerLead,
  LeadCount as ServerLeadCount,
  LedgerEntry as ServerLedgerEntry,
} from '../../leads/queries.ts';
import type { Alert as ServerAlert } from '../../network/alerts.ts';
import type { OfferConnection as ServerOfferConnection } from '../../network/connections.ts';
import type { Integration as ServerIntegration } from '../../network/integrations.ts';
import type { Offer as ServerOffer } from '../../network/offers.ts';
import type { Settings as ServerSettings } from '../../network/settings.ts';
import type {
  StatusMapping as ServerStatusMapping,
  Unrecognised as ServerUnrecognised,
} from '../../network/status-mappings.ts';
import type { Webmaster as ServerWebmaster } from '../../network/webmasters.ts';
import type { PostbackDelivery as ServerPostbackDelivery } from '../../notify/postbacks/queries.ts';
import type { AuditRow as ServerAuditRow } from '../../people/audit.ts';
import type { Caller as ServerCaller } from '../../people/caller.ts';
import type { ApiKey } from '../../people/keys.ts';
import type { Person as ServerPerson } from '../../people/people.ts';
import type {
  Script as ServerScript,
  ScriptWithCode as ServerScriptWithCode,
  ScriptVersion as ServerVersion,
} from '../../scripting/scripts.ts';

/** `T` after a journey through JSON. */
type Wire<T> = T extends Date
  ? string
  : T extends readonly (infer Item)[]
    ? Wire<Item>[]
    : T extends object
      ? { [K in keyof T]: Wire<T[K]> }
      : T;

export interface List<T> {
  items: T[];
  next: string | null;
}

export type Caller = ServerCaller;
export type Overview = Wire<ServerOverview> & { attention: { failedOperations: number } };
export type CheckState = Wire<ServerCheckState>;
export type Sweep = Wire<SweepView>;
export type Run = Wire<RunView>;
export type SweepWithRuns = Omit<Sweep, 'runs'> & { runs: Run[] };
export type Check = Wire<CheckView>;
export type Integration = Wire<ServerIntegration>;
export type OfferConnection = Wire<ServerOfferConnection>;
export type Offer = Wire<ServerOffer>;
export type Lead = Wire<ServerLead>;
export type LeadCount = Wire<ServerLeadCount>;
export type HistoryRow = Wire<ServerHistoryRow>;
export type LedgerEntry = Wire<ServerLedgerEntry>;
export type Alert = Wire<ServerAlert>;
export type Settings = Wire<ServerSettings>;
export type StatusMapping = Wire<ServerStatusMapping>;
export type Unrecognised = Wire<ServerUnrecognised>;
export type Webmaster = Wire<ServerWebmaster>;
export type PostbackDelivery = Wire<ServerPostbackDelivery>;
export type AuditRow = Wire<ServerAuditRow>;
export type Key = Wire<ApiKey>;
export type Person = Wire<ServerPerson>;
export type Script = Wire<ServerScript>;
export type ScriptWithCode = Wire<ServerScriptWithCode>;
export type ScriptVersion = Wire<ServerVersion>;

export interface Reason {
  id: number;
  name: string;
  trash: boolean;
}
export interface Currency {
  id: number;
  iso: string;
}
export interface Goal {
  id: number;
  offerId: number;
  code: string;
  name: string;
  payout: { wm: string | null; pay: string | null; ref: string | null } | null;
}

/** Fields of a lead before or after a change. */
export type Fields = Record<string, unknown>;
export interface Money {
  kind: string;
  amount: string;
  currency: string;
}
export interface EditOutcome {
  leadId: number;
  extId: string | null;
  edit: unknown;
  /** Where it was made out of a status text. */
  recognised?: { text: string; rule: string; word: string };
  outcome: 'applied' | 'unchanged' | 'refused';
  refusal?: { code: string; message: string };
  before: Fields | null;
  after: Fields | null;
  money?: Money[];
}

export type DryRun = Omit<Wire<ServerDryRun>, 'edits' | 'data'> & { edits: EditOutcome[]; data: unknown };
export type RunDetails = Run &
  Omit<DryRun, 'error' | 'timing' | 'response'> & {
    leadIds: number[];
    response: { status: number; headers: Record<string, string>; body: string | null } | null;
    attempts: { startedAt: string; ms: number; status?: number; error?: string }[];
    answerKept: boolean;
  };
export interface EditedLead {
  outcome: 'applied' | 'unchanged' | 'refused';
  lead: Lead;
  refusal?: { code: string; message: string };
  warnings: { code: string; message: string }[];
  money: Money[];
}
