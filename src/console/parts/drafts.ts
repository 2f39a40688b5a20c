/** What was typed and not yet saved; it outlives a reload and a lost connection. */
const prefix = 'draft:';

export function readDraft<T>(key: string): Partial<T> | null {
  const text = localStorage.getItem(prefix + key);
  if (text === null) return null;
  try {
    return JSON.parse(text) as Partial<T>;
  } catch {
    return null;
  }
}

export function writeDraft(key: string, value: unknown): void {
  try {
    localStorage.setItem(prefix + key, JSON.stringify(value));
  } catch {
    // The browser's store is full: what is typed is safe as long as the page is open.
  }
}

export function dropDraft(key: string): void {
  localStorage.removeItem(prefix + key);
}
