/** Sources, pipelines and operations as the API shows them. */
import type { Words } from './library.ts';
import { useAll, useQuery } from './query.ts';

export interface SourceType {
  type: string;
  title: Words;
  parameters: { name: string; variable: string }[];
  steps: { ru: string[]; en: string[] };
}

export interface Source {
  id: number;
  name: string;
  type: string;
  url: string;
  parameters: { name: string; variable: string }[];
  steps: { ru: string[]; en: string[] };
  dedupeBy: string | null;
  extraParameters: { name: string; variable: string }[];
  secretHeader: { name: string } | null;
  allowIps: string[];
}

export type Action = { type: string; name: string } & Record<string, unknown>;

export interface Pipeline {
  id: number;
  name: string;
  sourceId: number;
  state: 'running' | 'stopped';
  actions: Action[];
  params: Record<string, string>;
  secretNames: string[];
  notifyEmail: string | null;
  missing: string[];
}

export interface Step {
  name: string;
  type: string;
  state: 'done' | 'failed' | 'stopped' | 'not_sent';
  input: unknown;
  output: unknown;
  error?: OperationError;
  logs?: { level: string; text: string }[];
  ms: number;
}

export interface OperationError {
  code: string;
  message: string;
  params?: Record<string, string | number>;
  line?: number;
  column?: number;
  excerpt?: string;
}

/** What an operation is called where there is no room for its id: the end, since ids of one minute begin alike. */
export const shortId = (id: string): string => id.slice(-8);

export interface Operation {
  id: string;
  sourceId: number;
  pipelineId: number | null;
  state: 'queued' | 'running' | 'done' | 'failed' | 'duplicate' | 'stopped';
  receivedAt: string;
  event: Record<string, unknown>;
  attempts: number;
  error: OperationError | null;
  /** When it is tried again by itself. */
  nextAt: string | null;
  steps: Step[];
}

export interface Tested {
  state: 'done' | 'failed' | 'stopped';
  error: OperationError | null;
  steps: Step[];
}

export interface Preset {
  name: string;
  title: Words;
  sourceType: string;
  fields: { name: string; required: boolean; secret: boolean; hint: Words; value: string }[];
}

export const usePipelines = () => useAll<Pipeline>('/api/pipelines', 10_000);
export const useSources = () => useAll<Source>('/api/sources');
export const usePresets = (): Preset[] => useQuery<{ items: Preset[] }>('/api/presets').data?.items ?? [];
export const useSourceTypes = (): SourceType[] =>
  useQuery<{ items: SourceType[] }>('/api/source-types').data?.items ?? [];
