import type { Kysely } from 'kysely';
import type { ExtraParameter } from '../../db/schema/intake.ts';
import type { Database } from '../../db/schema.ts';
import { NotFound } from '../../errors.ts';
import { requireRow } from '../../network/references.ts';
import type { Action } from '../actions/action.ts';
import { createPipeline, type Pipeline } from '../pipelines/pipelines.ts';
import { createSource, type Setting, type Source } from '../sources/sources.ts';
import type { SourceType } from '../sources/types.ts';
import { getcourseCpaHouse } from './getcourse-cpa-house.ts';

export interface PresetField {
  name: string;
  required: boolean;
  secret: boolean;
  hint: { ru: string; en: string };
  /** Where the value comes from, unless a parameter of that name is given: a template. */
  value: string;
}

/** A ready pipeline: its source, its fields and what is done with them. */
export interface Preset {
  name: string;
  title: { ru: string; en: string };
  sourceType: SourceType;
  fields: readonly PresetField[];
  actions(fields: readonly PresetField[], lead: { offerId: number; integrationId?: number | undefined }): Action[];
}

export const presets: Readonly<Record<string, Preset>> = { [getcourseCpaHouse.name]: getcourseCpaHouse };

export interface PresetInput {
  name: string;
  params: Record<string, string>;
  secrets: Record<string, string>;
  offerId: number;
  integrationId?: number | undefined;
  extraParameters: ExtraParameter[];
}

/** Makes a source and a pipeline, stopped. A parameter or secret named like a field fills that field. */
export async function applyPreset(
  db: Kysely<Database>,
  setting: Setting,
  presetName: string,
  input: PresetInput,
  now: Date,
): Promise<{ source: Source; pipeline: Pipeline; missing: string[] }> {
  const preset = Object.hasOwn(presets, presetName) ? presets[presetName] : undefined;
  if (preset === undefined) throw new NotFound('preset', presetName);
  await requireRow(db, 'offers', input.offerId, 'offerId');
  await requireRow(db, 'integrations', input.integrationId, 'integrationId');
  const { name, params, secrets, extraParameters } = input;
  const given = { ...params, ...secrets };
  const fields = preset.fields.map((field) => ({
    ...field,
    value: Object.hasOwn(given, field.name) ? `{param:${field.name}}` : field.value,
  }));
  const source = await createSource(
    db,
    setting,
    { name, type: preset.sourceType, dedupeBy: null, extraParameters, secretHeader: null, allowIps: [] },
    now,
  );
  const pipeline = await createPipeline(
    db,
    setting.secrets,
    { name, sourceId: source.id, actions: preset.actions(fields, input), params, secrets, notifyEmail: null },
    now,
  );
  return { source, pipeline, missing: pipeline.missing };
}
