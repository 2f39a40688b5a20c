import type { Generated } from 'kysely';
import type { Nullable } from './columns.ts';

/** The tables of scripts and their versions. */
export interface ScriptingTables {
  scripts: ScriptsTable;
  script_versions: ScriptVersionsTable;
}

export interface ScriptsTable {
  id: Generated<number>;
  name: string;
  language: 'js' | 'ts' | 'php';
  active_version: number;
  created_at: Date;
  updated_at: Date;
}

export interface ScriptVersionsTable {
  script_id: number;
  version: number;
  code: string;
  note: Nullable<string>;
  key_id: Nullable<number>;
  person_id: Nullable<number>;
  created_at: Date;
}
