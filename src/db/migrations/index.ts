import * as foundation from './0001-foundation.ts';
import * as requestsOfARun from './0002-requests-of-a-run.ts';
import * as library from './0003-library.ts';
import * as intake from './0004-intake.ts';
import * as people from './0005-people.ts';
import * as rareStates from './0006-rare-states.ts';
import * as runsOfALead from './0007-runs-of-a-lead.ts';

/** Every migration, in the order of their names. A released one is never changed. */
export const migrations = {
  '0001-foundation': foundation,
  '0002-requests-of-a-run': requestsOfARun,
  '0003-library': library,
  '0004-intake': intake,
  '0005-people': people,
  '0006-rare-states': rareStates,
  '0007-runs-of-a-lead': runsOfALead,
};
