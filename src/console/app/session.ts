import { effect, signal } from '@preact/signals';
import { api, signedOut } from '../api/client.ts';
import type { Caller } from '../api/types.ts';

/** Who is signed in: undefined until that is known, null for nobody. */
export const caller = signal<Caller | null | undefined>(undefined);

export async function readSession(): Promise<void> {
  const { caller: found } = await api.get<{ caller: Caller | null }>('/api/session');
  caller.value = found;
}

export async function signOut(): Promise<void> {
  await api.delete('/api/session');
  caller.value = null;
}

effect(() => {
  if (signedOut.value > 0) caller.value = null;
});

/** May change the network: integrations, checks, scripts, settings. */
export const isAdmin = (): boolean => caller.value?.role === 'admin';
/** May correct leads and try again. */
export const mayEditLeads = (): boolean => caller.value?.role === 'admin' || caller.value?.role === 'operator';
