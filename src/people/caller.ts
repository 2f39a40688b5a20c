import type { Role } from '../db/schema/people.ts';

/** Who calls: a program with a key, or a person signed in to the console. One of the two ids is there. */
export interface Caller {
  keyId: number | null;
  personId: number | null;
  name: string;
  role: Role;
}
