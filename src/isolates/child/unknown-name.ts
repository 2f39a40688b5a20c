/** What is said of names in a script that do not exist. */
import type { Diagnostic, Stage } from '../../../sandbox/contract/job.ts';
import { stageNames } from '../../../sandbox/contract/names.ts';
import { slipsBetween } from '../../../sandbox/contract/slips.ts';

export type Said = Omit<Diagnostic, 'line' | 'column'>;

/** The name at most two slips away, letter case aside. */
export function nearest(name: string, known: readonly string[]): string | null {
  const lower = name.toLowerCase().slice(0, 40);
  let best: { each: string; slips: number } | null = null;
  for (const each of known) {
    if (each === name || Math.abs(each.length - lower.length) > 2) continue;
    const slips = slipsBetween(lower, each.toLowerCase());
    // Of a short name hardly a letter may be wrong.
    const shorter = Math.min(each.length, lower.length);
    if (slips <= (shorter < 3 ? 0 : shorter < 5 ? 1 : 2) && slips < (best?.slips ?? 3)) best = { each, slips };
  }
  return best?.each ?? null;
}

/** @param hint what to do instead, where no name is near */
export function unknown(name: string, near: string | null, hint: string | null = null): Said {
  const shown = name.slice(0, 80);
  const what = `\`${shown}\` is not known here`;
  // A name that people bring along from elsewhere is no slip.
  const meant = hint === null ? near : null;
  const message = meant !== null ? `${what}; did you mean \`${meant}\`?` : hint === null ? what : `${what}: ${hint}`;
  return {
    message,
    severity: 'warning',
    code: 'unknown_name',
    params: { name: shown, ...(meant !== null && { near: meant }), ...(hint !== null && { hint }) },
  };
}

/** Names that other stages alone have, and the stages that have them. */
export function namesElsewhere(stage: Stage): Map<string, Stage[]> {
  const found = new Map<string, Stage[]>();
  for (const other of ['preprocess', 'process', 'action'] as const) {
    if (other === stage) continue;
    for (const name of stageNames[other]) found.set(name, [...(found.get(name) ?? []), other]);
  }
  for (const name of stageNames[stage]) found.delete(name);
  return found;
}

const stageWords: Record<Stage, string> = {
  preprocess: 'preprocessing scripts',
  process: 'processing scripts',
  action: 'scripts of pipelines',
};

export function wrongStage(name: string, there: readonly Stage[]): Said {
  return {
    message: `\`${name}\` is there in ${there.map((stage) => stageWords[stage]).join(' and ')} alone`,
    severity: 'warning',
    code: 'wrong_stage',
    params: { name, stage: there.join(' ') },
  };
}
