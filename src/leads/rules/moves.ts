import type { CheckKind, Status } from '../../../sandbox/contract/statuses.ts';
import { isAccepted, isFinal, processingStatuses } from '../../../sandbox/contract/statuses.ts';

/** Who asks for an edit: the rules differ. */
export type EditSource =
  | { kind: 'check'; checkKind: CheckKind }
  /** A person, or a program with a key of the API. */
  | { kind: 'operator' }
  /** A CRM that pushes its statuses: it may do what a range check may. */
  | { kind: 'pipeline' }
  | { kind: 'hold_timer' }
  | { kind: 'cancel_timer' };

/** What a lead's history says of who changed it. */
export interface Origin {
  kind: EditSource['kind'];
  runId?: number;
  /** Version of the processing script; none where it was never saved. */
  scriptVersion?: number;
  keyId?: number;
  personId?: number;
  operationId?: string;
}

/** A status to be set, or acceptance with booking. */
export type Move = Status | 'accept';

/** What of a lead decides about its moves. */
export interface Held {
  status: Status;
  holdUntil: Date | null;
}

/** The reason of leads that the cancel timer cancels. Source: the list of reasons in the seed document. */
export const timerReasonId = 17;

/**
 * Which moves a source may make from where a lead stands. Only operators move a final lead; leads that are not yet in
 * processing (1) are no business of id checks.
 */
export function mayMove(source: EditSource, { status, holdUntil }: Held, move: Move, now: Date): boolean {
  switch (source.kind) {
    case 'operator':
      return true;
    case 'pipeline':
      return !isFinal(status);
    case 'check':
      return source.checkKind === 'range' ? !isFinal(status) : mayMoveById(status, move);
    case 'hold_timer':
      return move === 'accept' && status === 4 && holdUntil !== null && holdUntil <= now;
    case 'cancel_timer':
      return move === 5 && (status <= 3 || (status === 4 && holdUntil === null));
  }
}

function mayMoveById(from: Status, move: Move): boolean {
  if (processingStatuses.includes(from)) return move === 'accept' || move >= 2;
  return isAccepted(from) && (move === 'accept' || move >= 5);
}

/** The source as a sentence says it. */
export function sourceName(source: EditSource): string {
  switch (source.kind) {
    case 'check':
      return `a check of kind ${source.checkKind}`;
    case 'operator':
      return 'an operator';
    case 'pipeline':
      return 'a pipeline';
    case 'hold_timer':
      return 'the hold timer';
    case 'cancel_timer':
      return 'the cancel timer';
  }
}
