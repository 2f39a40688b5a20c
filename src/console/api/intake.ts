/** Sources, pipelines and operations as the API shows them. */
import type { Words } from './library.ts';

export interface SourceType {
  type: string;
  title: Words;
  steps: { ru: string[]; en: string[] };
}

export interface Source {
  id: number;
  name: string;
  type: string;
  url: string;
  parameters: { name: string; variable: string }[];
  steps: { ru: string[]; en: string[] };
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
  ms: number;
}

export interface OperationError {
  code: string;
  message: string;
}

export interface Operation {
  id: string;
  sourceId: number;
  pipelineId: number | null;
  state: 'queued' | 'running' | 'done' | 'failed' | 'duplicate' | 'stopped';
  receivedAt: string;
  event: Record<string, unknown>;
  attempts: number;
  error: OperationError | null;
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
  fields: { name: string; required: boolean; secret: boolean; hint: Words; value: string }[];
}
