import type { Operation, Pipeline, Source } from '../../../api/intake.ts';
import { useQuery } from '../../../api/query.ts';
import type { List } from '../../../api/types.ts';
import type { Offered } from '../../../parts/template-field.tsx';
import type { ActionForm } from './draft.ts';

/** What the last real event held, and what became of it. */
export function useLastOperation(pipelineId: number): Operation | undefined {
  return useQuery<List<Operation>>(`/api/operations?pipelineId=${pipelineId}&limit=1`, 4_000).data?.items[0];
}

const longest = 60;
/** Parts of a result, so deep. */
const deepest = 3;

const example = (value: unknown): string => {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
  return text.length > longest ? `${text.slice(0, longest)}…` : text;
};

/** The parts of a value by their paths, the value itself first. */
function partsOf(path: string, value: unknown, depth = 0): Offered[] {
  const own = { template: `{${path}}`, example: example(value) };
  if (typeof value !== 'object' || value === null || depth === deepest) return [own];
  return [own, ...Object.entries(value).flatMap(([name, part]) => partsOf(`${path}.${name}`, part, depth + 1))];
}

/**
 * What templates of an action may ask for: fields of the last event, or those that the source's address has while there was
 * none; results of the actions before; parameters and secrets.
 */
export function offeredTo(
  index: number,
  actions: readonly ActionForm[],
  { pipeline, last, source }: { pipeline: Pipeline; last: Operation | undefined; source: Source | undefined },
): Offered[] {
  const known = Object.fromEntries((source?.parameters ?? []).map(({ name }) => [name, '']));
  const event = Object.entries({ ...known, ...last?.event });
  // What was filled last time is what is wanted most often.
  const filled = event.toSorted(([, a], [, b]) => Number(a === '') - Number(b === ''));
  const before = actions.slice(0, index).toReversed();
  const output = (name: string): unknown => last?.steps.find((step) => step.name === name)?.output;
  return [
    ...filled.map(([name, value]) => ({ template: `{event.${name}}`, example: example(value) })),
    ...before.slice(0, 1).map(({ name }) => ({ template: '{previous}', example: example(output(name) ?? '') })),
    ...before.flatMap(({ name }) => partsOf(`steps.${name}`, output(name) ?? '')),
    ...Object.entries(pipeline.params).map(([name, value]) => ({ template: `{param:${name}}`, example: value })),
    ...pipeline.secretNames.map((name) => ({ template: `{param:${name}}`, example: '••••••' })),
  ];
}
