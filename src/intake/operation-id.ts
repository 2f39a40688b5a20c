import { randomBytes } from 'node:crypto';

/**
 * A UUID of version 7: its first 48 bits are the moment in milliseconds, so that ids sort by the time they were made.
 * @param sequence tells those of one moment apart, and orders them
 */
export function operationId(at: Date, sequence: number): string {
  const bytes = randomBytes(16);
  bytes.writeUIntBE(at.getTime(), 0, 6);
  bytes.writeUInt16BE(0x7000 | (sequence & 0x0fff), 6);
  bytes[8] = 0x80 | ((bytes[8] ?? 0) & 0x3f);
  const hex = bytes.toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

const form = /^([\da-f]{8})-([\da-f]{4})-7[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/;

/** When the operation of that id was received, which says where in the journal it stands; null where it is no such id. */
export function receivedAt(id: string): Date | null {
  const parts = form.exec(id);
  return parts === null ? null : new Date(Number.parseInt(`${parts[1]}${parts[2]}`, 16));
}
