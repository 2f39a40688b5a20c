import type { Generated } from 'kysely';
import type { Json, Nullable } from './columns.ts';

/** The tables of people and programs that use the service. */
export interface PeopleTables {
  keys: KeysTable;
  people: PeopleTable;
  sessions: SessionsTable;
  invitations: InvitationsTable;
  audit: AuditTable;
}

export type Role = 'admin' | 'operator' | 'viewer';

export interface KeysTable {
  id: Generated<number>;
  name: string;
  role: Role;
  hash: string;
  prefix: string;
  created_at: Date;
  last_used_at: Nullable<Date>;
  revoked_at: Nullable<Date>;
}

export interface PeopleTable {
  id: Generated<number>;
  name: string;
  email: string;
  role: Role;
  /** Null until the person has chosen one. */
  password: Nullable<string>;
  created_at: Date;
  last_seen_at: Nullable<Date>;
  removed_at: Nullable<Date>;
}

export interface SessionsTable {
  /** Of the token in the cookie. */
  hash: string;
  person_id: number;
  created_at: Date;
  seen_at: Date;
  expires_at: Date;
}

export interface InvitationsTable {
  /** Of the token in the link. */
  hash: string;
  /** Null: whoever opens it becomes the first administrator. */
  person_id: Nullable<number>;
  created_at: Date;
  expires_at: Date;
}

export interface AuditTable {
  id: Generated<number>;
  at: Date;
  key_id: Nullable<number>;
  person_id: Nullable<number>;
  action: string;
  target: Nullable<string>;
  details: Json<Record<string, unknown>>;
}
