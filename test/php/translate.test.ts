import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { translatePhp } from '../../src/isolates/child/php/index.ts';
import { tryCase } from '../../src/library/cases.ts';
import { entryIn, listEntries, readEntry } from '../../src/library/load.ts';
import { edits, openSandbox, processJob } from '../sandbox/sandbox.ts';
import { adminCases } from './admin/cases.ts';
import { type Recorded, runAdminCase, summary } from './admin/run.ts';

const sandbox = openSandbox();

const recordings = JSON.parse(readFileSync(new URL('admin/recorded.json', import.meta.url), 'utf8')) as Record<
  string,
  Recorded
>;
/** Which lead comes first does not matter; what is asked of each does, in its order. */
const byLead = ({ edits, ...rest }: Omit<Recorded, 'printed'>) => ({
  ...rest,
  edits: [...edits].sort(([a], [b]) => a - b),
});

/** Translated here and not in a child: the scripts are our own. */
function translated(php: string): string {
  const made = translatePhp(php);
  if (Array.isArray(made)) throw new Error(`line ${made[0]?.line}: ${made[0]?.message}`);
  return made.code;
}

const entries = await Promise.all((await listEntries()).map(({ crm }) => readEntry(crm)));
const inPhp = entries
  .filter(({ languages }) => languages.includes('php'))
  .map((entry) => ({ crm: entry.crm, entry: entryIn('php', entry) }));

describe('a translation of PHP to JavaScript', () => {
  it('reads like what the script says, what PHP does otherwise below it', async () => {
    const php = `<?php
// [{"id": 1, "status": "accept"}, …]
$statuses = [
  'accept' => ['accept' => 1],
  'trash' => ['status' => 5, 'reason' => $params['reason_trash']], // spam too
];

foreach ($data as $order) {
  $lead = $e2i[$order['id']] ?? null; // our number
  if (!$lead) continue;
  $edit = $statuses[$order['status']] ?? null;
  if (!empty($order['comment'])) $edit['comment'] = addslashes($order['comment']);
  if ($edit) $core->lead->edit($lead, $edit);
  else $core->lead->setstatus($lead, "new: {$order['status']}");
}
`;
    const { code } = await sandbox.translate(php);
    expect(code).toMatch(/^\/\/ \[\{"id": 1/);
    expect(code).toContain(`// [{"id": 1, "status": "accept"}, …]
const statuses = {
  accept: { accept: 1 },
  trash: { status: 5, reason: $params.reason_trash }, // spam too
};

for (const order of rows($data)) {
  const lead = $e2i[order.id]; // our number
  if (!lead) continue;
  let edit = copy(statuses[order.status]);
  if (truthy(order.comment)) (edit ??= {}).comment = order.comment;
  if (truthy(edit)) $core.lead.edit(lead, edit);
  else $core.lead.setstatus(lead, \`new: \${text(order.status)}\`);
}

// ── What PHP does and JavaScript does not`);
  });

  it('keeps what two loops call by one name apart, and what outlives a loop together', () => {
    const code = translated(
      'foreach ($data as $d) $n = $d; foreach ($data as $d) $last = $d; $core->lead->approve(1, $last);',
    );
    expect(code).toContain(
      'for (const d of rows($data)) {\n  const n = d;\n}\nlet last;\nfor (const d of rows($data)) {\n  last = d;\n}',
    );
  });

  it('does the same as the script, or names the line that is not sure to', async () => {
    const refused: string[] = [];
    for (const one of adminCases()) {
      const made = translatePhp(one.code);
      if (Array.isArray(made)) {
        expect(made[0]?.message).toMatch(/is not translated; the script goes on running in PHP$/);
        refused.push(one.name);
        continue;
      }
      const outcome = summary(await runAdminCase(sandbox, { ...one, code: made.code }, 'js'));
      const { printed: _, ...recorded } = recordings[one.name] as Recorded;
      expect([one.name, byLead(outcome)]).toEqual([one.name, byLead(recorded)]);
    }
    expect(adminCases().length - refused.length).toBeGreaterThanOrEqual(50);
  });

  it.each(inPhp)('does the same with every case of $crm', async ({ entry }) => {
    const scripts = entry.scripts.map((script) => ({
      ...script,
      language: 'js' as const,
      code: translated(script.code),
    }));
    for (const [name, given] of Object.entries(entry.cases)) {
      const { differences } = await tryCase({ isolates: sandbox }, { ...entry, scripts }, given);
      expect([name, differences]).toEqual([name, []]);
    }
  });

  it.each([
    ["$e = $data[0]['none'] ?? null; $e['accept'] = 1; $core->lead->edit(1, $e);", { accept: 1 }],
    ["$core->lead->edit(1, ['comment' => 'sum ' . (0.1 + 0.2) . ' ' . 100000 ** 4]);", { comment: 'sum 0.3 1.0E+20' }],
    ["$core->lead->edit(1, ['comment' => '5' == '5.0' ? 'equal' : 'not']);", { comment: 'equal' }],
    ["$c = ['a' => 1]; $d = $c; $d['a'] = 2; $core->lead->edit(1, ['status' => $c['a']]);", { status: 1 }],
    ["$core->lead->edit(1, ['comment' => substr('абв', 0, 4) . strlen('абв')]);", { comment: 'аб6' }],
    ["$i = 5; foreach ($data as $i => $d) {} $core->lead->edit(1, ['status' => $i]);", { status: 0 }],
    ["if (!($x = $e2i['o1'])) exit; $core->lead->edit($x, ['status' => 3]); exit; $core->fail('no');", { status: 3 }],
  ])('means what PHP means: %j', async (php, edit) => {
    const given = { answer: [{ id: 1 }], leads: [{ id: 1, extId: 'o1', status: 2 as const, createdAt: 1 }] };
    const run = (code: string, language: 'php' | 'js') => edits(sandbox, processJob(code, { ...given, language }));
    const [inPhp, inJs] = [await run(php, 'php'), await run(translated(php), 'js')];
    expect(inPhp.edits).toMatchObject([{ leadId: 1, edit }]);
    expect(inJs.edits).toEqual(inPhp.edits);
  });

  it.each([
    ['foreach ($data as &$d) $d = 1;', 1],
    ['$a = 1;\n$b = &$a;', 2],
    ['extract($data);', 1],
    ['foreach ($data as &$d) $d["a"] = 1;\nforeach ($data as $d) echo $d["a"];', 1],
    ['$n = 1; $f = function () use ($n) { return ++$n; }; echo $f(), $n;', 1],
    ['$n = 5; $f = fn($x) => $x + $n; $n = 100; echo $f(1);', 1],
    ['$x = 5; $x["a"] = 1;', 1],
    ['function f(): int { return "12"; } f();', 1],
    ['echo date("jS");', 1],
    ['$x = [];\n$x[] = 1; $x["a"] = 2;', 1],
    ['echo strtotime("next monday");', 1],
    ['foreach ($data as $d) foreach ($d as $e) continue 2;', 1],
    ['preg_match("/(?>a)/", $data);', 1],
    ['$f = "a"; $$f = 1;', 1],
  ])('is refused where it would not be sure: %j', async (php, line) => {
    expect(translatePhp(php)).toMatchObject([{ line, message: expect.stringContaining('is not translated') }]);
  });
});
