import { useAll } from './query.ts';
import type { Check, Currency, Integration, Key, Offer, Person, Reason, Script, Webmaster } from './types.ts';

/** What views name things by: every list that people fill by hand. Undefined until it is read. */
export const useOffers = () => useAll<Offer>('/api/offers');
export const useIntegrations = () => useAll<Integration>('/api/integrations');
export const useChecks = () => useAll<Check>('/api/checks');
export const useReasons = () => useAll<Reason>('/api/reasons');
export const useCurrencies = () => useAll<Currency>('/api/currencies');
export const useWebmasters = () => useAll<Webmaster>('/api/webmasters');
export const useScripts = () => useAll<Script>('/api/scripts');
export const usePeople = () => useAll<Person>('/api/people');
export const useKeys = () => useAll<Key>('/api/keys');

/** A thing by its id. */
export const byId = <T extends { id: number }>(
  items: readonly T[] | undefined,
  id: number | null | undefined,
): T | undefined => items?.find((item) => item.id === id);

/** The name of a thing, or its number where it is gone; numbers that turn into names a moment later would only flicker. */
export const nameOf = (items: readonly { id: number; name: string }[] | undefined, id: number | null): string =>
  id === null ? '—' : items === undefined ? '…' : (byId(items, id)?.name ?? `#${id}`);
