import { effect, type Signal, signal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { api, healed, Problem } from './client.ts';
import type { List } from './types.ts';

/** What was read from an address, kept as long as somebody looks, and a while longer for the way back. */
interface Entry<T> {
  data: Signal<T | undefined>;
  problem: Signal<Problem | null>;
  loading: Signal<boolean>;
  viewers: number;
  every: number;
  timer: ReturnType<typeof setTimeout> | undefined;
  read(): Promise<void>;
}

export interface Query<T> {
  data: T | undefined;
  problem: Problem | null;
  /** The first reading is under way. */
  loading: boolean;
  refresh(): Promise<void>;
}

const most = 200;
const entries = new Map<string, Entry<unknown>>();

function entryOf<T>(key: string, load: () => Promise<T>): Entry<T> {
  const known = entries.get(key) as Entry<T> | undefined;
  if (known) return known;
  const entry: Entry<T> = {
    data: signal<T | undefined>(undefined),
    problem: signal<Problem | null>(null),
    loading: signal(false),
    viewers: 0,
    every: 0,
    timer: undefined,
    async read() {
      clearTimeout(entry.timer);
      entry.loading.value = true;
      try {
        entry.data.value = await load();
        entry.problem.value = null;
      } catch (error) {
        entry.problem.value =
          error instanceof Problem ? error : new Problem({ status: 0, code: 'unknown', detail: String(error) });
      }
      entry.loading.value = false;
      schedule(entry);
    },
  };
  entries.set(key, entry as Entry<unknown>);
  if (entries.size > most) {
    const unseen = [...entries].find(([, { viewers }]) => viewers === 0);
    if (unseen) entries.delete(unseen[0]);
  }
  return entry;
}

function schedule(entry: Entry<never> | Entry<any>): void {
  clearTimeout(entry.timer);
  if (entry.viewers === 0 || entry.every === 0 || document.visibilityState === 'hidden') return;
  entry.timer = setTimeout(() => void entry.read(), entry.every);
}

/** Whoever comes back to the page, or to the network, sees what is true now. */
function readWatched(): void {
  for (const entry of entries.values()) if (entry.viewers > 0) void entry.read();
}
document.addEventListener('visibilitychange', () => {
  if (document.visibilityState === 'visible') readWatched();
});
effect(() => {
  if (healed.value > 0) readWatched();
});

/**
 * Reads an address, and again every so many milliseconds while somebody looks at the page. Null reads nothing.
 * @param load how to read it, where it is not simply a GET
 */
export function useQuery<T>(key: string | null, every = 0, load?: () => Promise<T>): Query<T> {
  const entry = key === null ? null : entryOf<T>(key, load ?? (() => api.get<T>(key)));
  useEffect(() => {
    if (!entry) return;
    entry.viewers++;
    if (every > 0) entry.every = entry.every === 0 ? every : Math.min(entry.every, every);
    if (!entry.loading.value) void entry.read();
    return () => {
      entry.viewers--;
      if (entry.viewers === 0) {
        clearTimeout(entry.timer);
        entry.every = 0;
      }
    };
  }, [entry, every]);
  return {
    data: entry?.data.value,
    problem: entry?.problem.value ?? null,
    loading: entry !== null && entry.data.value === undefined && entry.problem.value === null,
    refresh: async () => entry?.read(),
  };
}

/** Reads again what begins so, wherever it is shown. */
export function reread(...prefixes: string[]): void {
  for (const [key, entry] of entries) {
    if (!prefixes.some((prefix) => key.startsWith(prefix))) continue;
    if (entry.viewers > 0) void entry.read();
    else entries.delete(key);
  }
}

/** Everything of a list, page by page, up to a few thousand. */
export async function readAll<T>(path: string): Promise<T[]> {
  const items: T[] = [];
  let cursor: string | null = null;
  for (let page = 0; page < 8; page++) {
    const part: List<T> = await api.get(
      `${path}${path.includes('?') ? '&' : '?'}limit=500${cursor === null ? '' : `&cursor=${encodeURIComponent(cursor)}`}`,
    );
    items.push(...part.items);
    cursor = part.next;
    if (cursor === null) break;
  }
  return items;
}

/** The whole of a list that people fill by hand, such as offers: read once, shared by all views. */
export function useAll<T>(path: string, every = 60_000): T[] | undefined {
  return useQuery<T[]>(`${path} (all)`, every, () => readAll<T>(path)).data;
}
