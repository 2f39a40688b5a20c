import type { CheckKind } from '../../../sandbox/contract/statuses.ts';
import type { Changes, MapChanges } from '../../db/changes.ts';
import type { CheckField, CheckLimits, CheckLogin, ChecksTable } from '../../db/schema/checks.ts';

/** What a check says, without what makes it run. */
export interface CheckInput {
  integrationId: number;
  kind: CheckKind;
  enabled: boolean;
  /** Null: what is usual for the kind. */
  everySeconds: number | null;
  url: string;
  /** Null: POST where there are fields, else GET. */
  method: string | null;
  headers: Record<string, string>;
  fields: CheckField[];
  bodyEncoding: ChecksTable['body_encoding'];
  format: ChecksTable['format'];
  csv: { delimiter: string; header: boolean } | null;
  /** Null: what the answer says of itself. */
  charset: string | null;
  batchSize: number;
  rangeDays: number;
  identifyBy: ChecksTable['identify_by'];
  /** Null: 200 to 299. */
  okStatuses: number[] | null;
  emptyOk: boolean;
  repeatable: boolean;
  preprocessScriptId: number | null;
  processScriptId: number;
  timeoutMs: number;
  limits: Changes<CheckLimits>;
  /** Requests of one run, 1 to 100. */
  maxRequests: number;
  login: CheckLogin | null;
}

/** What a check is that says nothing else. */
export const checkDefaults = {
  enabled: false,
  everySeconds: null,
  method: null,
  headers: {},
  fields: [],
  bodyEncoding: 'form',
  csv: null,
  charset: null,
  batchSize: 50,
  rangeDays: 7,
  identifyBy: 'external',
  okStatuses: null,
  emptyOk: false,
  repeatable: true,
  preprocessScriptId: null,
  timeoutMs: 30_000,
  limits: {},
  maxRequests: 1,
  login: null,
} satisfies Partial<CheckInput>;

export interface CheckView extends CheckInput {
  id: number;
  everySeconds: number;
  /** Came from the library, and no dry run has shown yet that it works. */
  needsDryRun: boolean;
  createdAt: Date;
  updatedAt: Date;
}

export type CheckChanges = Changes<Omit<CheckInput, 'headers' | 'limits'>> & {
  headers?: MapChanges<string> | undefined;
  limits?: { [K in keyof CheckLimits]?: number | null | undefined } | undefined;
  /** Enables a check of the library although no dry run of it has succeeded. */
  insist?: boolean | undefined;
};
