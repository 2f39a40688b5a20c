import type { CheckTables } from './schema/checks.ts';
import type { IntakeTables } from './schema/intake.ts';
import type { LeadTables } from './schema/leads.ts';
import type { NetworkTables } from './schema/network.ts';
import type { PeopleTables } from './schema/people.ts';
import type { RunTables } from './schema/runs.ts';
import type { ScriptingTables } from './schema/scripting.ts';

/**
 * The tables, as the migrations leave them. `numeric` comes as text, `bigint` as a number (ids stay far below 2^53),
 * `timestamptz` as Date, `date` as `yyyy-MM-dd`. JSON is written as text and read parsed.
 */
export interface Database
  extends NetworkTables,
    ScriptingTables,
    CheckTables,
    RunTables,
    LeadTables,
    PeopleTables,
    IntakeTables {}
