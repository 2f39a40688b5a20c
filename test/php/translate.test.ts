import { describe, expect, it } from 'vitest';
import { openSandbox } from '../sandbox/sandbox.ts';
import { adminCases } from './admin/cases.ts';
import { runAdminCase, summary } from './admin/run.ts';

const sandbox = openSandbox();

describe('a translation of PHP to JavaScript', () => {
  it('reads like what the script says', async () => {
    const php = `foreach ( $data as $d ) {
  $oid = $e2i[$d['id']]; // Получаем наш ИД по их идентификатору
  switch ( $d['status'] ) {
    case 'accept': $core->lead->edit( $oid, [ 'accept' => 1 ] ); break;
    case 'trash':  $core->lead->edit( $oid, [ 'status' => 5, 'reason' => 6 ] ); break;
  }
}`;
    const { code } = await sandbox.translate(php);
    expect(code).toContain(`for (d of rows($data)) {
  oid = $e2i[d.id];
  switch (d.status === true ? 'accept' : text(d.status)) {
    case 'accept':
      $core.lead.edit(oid, { accept: 1 });
      break;
    case 'trash':
      $core.lead.edit(oid, { status: 5, reason: 6 });
      break;
  }
}`);
  });

  it('does the same as the script, or names the line that is not sure to', { timeout: 120_000 }, async () => {
    let translated = 0;
    for (const one of adminCases()) {
      const { code, diagnostics } = await sandbox.translate(one.code);
      if (code === null) {
        expect(diagnostics[0]?.message).toMatch(/is not translated; the script goes on running in PHP$/);
        continue;
      }
      translated++;
      const inPhp = summary(await runAdminCase(sandbox, one));
      expect([one.name, summary(await runAdminCase(sandbox, { ...one, code }, 'js'))]).toEqual([one.name, inPhp]);
    }
    expect(translated).toBeGreaterThanOrEqual(9);
  });

  it.each([
    ['foreach ($data as &$d) $d = 1;', 1],
    ['$a = 1;\n$a += 2;', 2],
    ['if ($data == 5) $core->lead->approve(1);', 1],
    ['$x = [];', 1],
    ['echo strtotime("now");', 1],
  ])('is refused where it would not be sure: %j', async (php, line) => {
    expect(await sandbox.translate(php)).toMatchObject({ code: null, diagnostics: [{ line }] });
  });
});
