import { utc, type Zone } from './zones.ts';

let zone = utc;

/** The zone of dates that name none: UTC until the script sets another. */
export const defaultZone = (): Zone => zone;
export function useZone(next: Zone): void {
  zone = next;
}
