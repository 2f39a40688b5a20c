/** The twelve lead statuses, their groups, and the three kinds of check. Source: the statuses page of the seed document. */

export const statuses = {
  1: 'new',
  2: 'processing',
  3: 'callback',
  4: 'hold',
  5: 'cancelled',
  6: 'packing',
  7: 'sending',
  8: 'in_transit',
  9: 'delivered',
  10: 'paid',
  11: 'returned',
  12: 'deleted',
} as const;

export type Status = keyof typeof statuses;
export type StatusCode = (typeof statuses)[Status];

export function isStatus(value: unknown): value is Status {
  return typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= 12;
}

/** Cancelled, paid, returned, deleted: no check or timer moves a lead out of these. */
export const finalStatuses: readonly Status[] = [5, 10, 11, 12];
/** Every status that is not final. */
export const openStatuses: readonly Status[] = [1, 2, 3, 4, 6, 7, 8, 9];
/** The CRM's call centre still works on the lead. */
export const processingStatuses: readonly Status[] = [2, 3, 4];
/** The customer said yes and the goods are on their way. */
export const acceptedStatuses: readonly Status[] = [6, 7, 8, 9];
/** Statuses in which a lead may be booked; leaving them reverses the booking. */
export const bookableStatuses: readonly Status[] = [6, 7, 8, 9, 10];

export const isFinal = (status: Status): boolean => finalStatuses.includes(status);
export const isAccepted = (status: Status): boolean => acceptedStatuses.includes(status);
export const isBookable = (status: Status): boolean => bookableStatuses.includes(status);

/** The kinds of check. `processing` and `accepted` ask by lists of ids, `range` by days. */
export type CheckKind = 'processing' | 'accepted' | 'range';

/** Which leads a check of a kind is about. */
export const statusesOfKind: Record<CheckKind, readonly Status[]> = {
  processing: processingStatuses,
  accepted: acceptedStatuses,
  range: openStatuses,
};
