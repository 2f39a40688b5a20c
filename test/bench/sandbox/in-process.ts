/** What there is without a process of its own: the same job, bytes in and checked edits out. */
import vm from 'node:vm';
import ivm from 'isolated-vm';
import { parseEdit } from '../../../sandbox/contract/edit.ts';
import type { ProcessJob } from '../../../sandbox/contract/job.ts';
import { code } from './job.ts';

/** Runs the job once. @returns how many edits were right */
export type Run = (job: ProcessJob) => number | Promise<number>;

/** As small as a runtime can be that offers the two calls which the script makes. */
const runtime = `(() => {
  const edits = [];
  globalThis.start = (answer, e2i, ids) => {
    globalThis.$data = JSON.parse(answer);
    globalThis.$e2i = Object.setPrototypeOf(JSON.parse(e2i), null);
    globalThis.$ids = Object.setPrototypeOf(JSON.parse(ids), null);
  };
  globalThis.finish = () => JSON.stringify(edits);
  globalThis.$core = {
    each(rows, fn) { for (let i = 0; i < rows.length; i++) fn(rows[i], i); },
    lead: { edit(leadId, edit) { if (!(leadId in $ids)) return false; edits.push({ leadId, edit }); return true; } },
  };
})()`;

const decoder = new TextDecoder();

function texts({ answer, leads }: ProcessJob): [answer: string, e2i: string, ids: string] {
  const e2i: Record<string, number> = {};
  const ids: Record<number, number> = {};
  for (const { id, extId, status } of leads) {
    if (extId !== null) e2i[extId] = id;
    ids[id] = status;
  }
  return [decoder.decode(answer.body), JSON.stringify(e2i), JSON.stringify(ids)];
}

function countRight(edits: { leadId: number; edit: unknown }[], { leads }: ProcessJob): number {
  const known = new Set(leads.map((lead) => lead.id));
  let right = 0;
  for (const { leadId, edit } of edits) if (known.has(leadId) && parseEdit(edit).ok) right++;
  return right;
}

/** The script as a function of ours. */
export function bare(): Run {
  const script = new Function('$core', '$data', '$e2i', code);
  return (job) => {
    const [answer, e2iText, idsText] = texts(job);
    const ids = JSON.parse(idsText);
    const edits: { leadId: number; edit: unknown }[] = [];
    const core = {
      each(rows: unknown[], fn: (row: unknown, at: number) => void) {
        for (let i = 0; i < rows.length; i++) fn(rows[i], i);
      },
      lead: {
        edit(leadId: number, edit: unknown) {
          if (leadId in ids) edits.push({ leadId, edit });
        },
      },
    };
    script(core, JSON.parse(answer), JSON.parse(e2iText));
    return countRight(edits, job);
  };
}

export function nodeVm(): Run {
  const prepare = new vm.Script(runtime);
  const script = new vm.Script(code);
  return (job) => {
    const context = vm.createContext();
    prepare.runInContext(context);
    context['start'](...texts(job));
    script.runInContext(context, { timeout: job.limits.scriptMs });
    return countRight(JSON.parse(context['finish']()), job);
  };
}

function runIn(isolate: ivm.Isolate, prepare: ivm.Script, script: ivm.Script, job: ProcessJob): number {
  const context = isolate.createContextSync();
  prepare.runSync(context);
  const { global } = context;
  const start = global.getSync('start', { reference: true });
  start.applySync(undefined, texts(job));
  script.runSync(context, { timeout: job.limits.scriptMs });
  const finish = global.getSync('finish', { reference: true });
  const result = finish.applySync(undefined, [], { timeout: 1_000 });
  for (const handle of [start, finish, context]) handle.release();
  return countRight(JSON.parse(String(result)), job);
}

export function freshIsolate(): Run {
  return (job) => {
    const isolate = new ivm.Isolate({ memoryLimit: job.limits.memoryMb });
    const right = runIn(isolate, isolate.compileScriptSync(runtime), isolate.compileScriptSync(code), job);
    isolate.dispose();
    return right;
  };
}

export function oneIsolate(): Run {
  const isolate = new ivm.Isolate({ memoryLimit: 64 });
  const prepare = isolate.compileScriptSync(runtime);
  const script = isolate.compileScriptSync(code);
  return (job) => runIn(isolate, prepare, script, job);
}
