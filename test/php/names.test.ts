import { globSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Stage } from '../../sandbox/contract/job.ts';
import { unknownPhpNames } from '../../src/isolates/child/php/index.ts';
import { adminCases } from './admin/cases.ts';

const said = (code: string, stage: Stage = 'process'): string[] =>
  unknownPhpNames(code, stage).map(({ line, column, message }) => `${line}:${column} ${message}`);

describe('names that do not exist, in PHP', () => {
  it.each([
    ['$core->lead->edt(1, []);', '1:14 `$core->lead->edt` is not known here; did you mean `$core->lead->edit`?'],
    ['$core->leed->edit(1, []);', '1:8 `$core->leed` is not known here; did you mean `$core->lead`?'],
    ['$core->Lead->edit(1, []);', '1:8 `$core->Lead` is not known here; did you mean `$core->lead`?'],
    ['echo $datta;', '1:6 `$datta` is not known here; did you mean `$data`?'],
    ['$status = 5;\necho "x $statsu";', '2:9 `$statsu` is not known here; did you mean `$status`?'],
    ['foreach ($data as $row) echo $d["id"];', '1:30 `$d` is not known here'],
    ['echo $ofpss["k"];', '1:6 `$ofpss` is not known here; did you mean `$ofps`?'],
  ])('are found: %s', (code, finding) => {
    expect(said(code)).toEqual([finding]);
  });

  it('are those of the wrong stage, too', () => {
    expect(said('echo $idsl; $core->skip("why");')).toEqual([
      '1:6 `$idsl` is there in preprocessing scripts alone',
      '1:20 `$core->skip` is there in preprocessing scripts alone',
    ]);
    expect(said('$result = $event["id"]; $core->stop("why");', 'action')).toEqual([]);
  });

  it.each([
    ['made by a reference', 'preg_match("/a/", "a", $m); echo $m[0]; sort($list); echo $list[0];'],
    ['made in a list', '[$a, [, "k" => $b]] = [1, [2]]; foreach ([[1, 2]] as [$c, $d]) echo $a, $b, $c, $d;'],
    ['asked for first', 'echo isset($x) ? $x : 1, $y ?? 2, empty($z), $post["a"] ?? "";'],
    ['made by name', 'extract(["x" => 1]); echo $x;'],
    ['caught', 'try { } catch (Exception $e) { echo $e->getMessage(); }'],
    [
      'of functions',
      'function f($a, ...$b) { static $n = 0; global $g; return $a . $n . $g; } $f = fn($q) => $q; echo f(1);',
    ],
    ['in any letter case', '$core->lead->setStatus(1, "x");'],
  ])('are not names %s', (_what, code) => {
    expect(said(code)).toEqual([]);
  });

  it('are in no script of an admin’s, and in none of the library', () => {
    for (const { name, code, format } of adminCases())
      expect([name, said(code, format === 'pre' ? 'preprocess' : 'process')]).toEqual([name, []]);
    for (const path of globSync('scripts/*/*.php')) {
      const stage = path.includes('preprocess') ? 'preprocess' : 'process';
      expect([path, said(readFileSync(path, 'utf8'), stage)]).toEqual([path, []]);
    }
  });
});
