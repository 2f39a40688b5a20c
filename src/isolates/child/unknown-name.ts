/** What is said of names in a script that do not exist. */
import type { Diagnostic, Stage } from '../../../sandbox/contract/job.ts';
import { stageNames } from '../../../sandbox/contract/names.ts';

export type Said = Omit<Diagnostic, 'line' | 'column'>;

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
