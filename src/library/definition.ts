import type { CheckKind } from '../../sandbox/contract/statuses.ts';
import type { LibraryCheck } from '../../scripts/library.ts';
import { type CheckInput, checkDefaults } from '../checks/definition/input.ts';
import type { Entry } from './load.ts';

/** A check of the library with everything that it leaves to the usual. */
export function checkInput(check: LibraryCheck): Omit<CheckInput, 'integrationId' | 'processScriptId'> {
  const { preprocess: _, process: __, ...own } = check;
  return { ...checkDefaults, ...own };
}

/** The check of a kind. @throws where the CRM has none */
export function checkOf({ crm, about }: Entry, kind: CheckKind): LibraryCheck {
  const check = about.checks.find((each) => each.kind === kind);
  if (!check) throw new Error(`${crm} has no check of the kind ${kind}`);
  return check;
}
