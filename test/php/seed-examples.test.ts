/** The code that the seed document shows, letter by letter. */
import { describe, expect, it } from 'vitest';
import { parseEdit } from '../../sandbox/contract/edit.ts';
import { edits, openSandbox, type ProcessGiven, processJob } from '../sandbox/sandbox.ts';

const sandbox = openSandbox();

/** Edits by lead, each proven to be one that the host takes. */
const editsBy = async (code: string, given: ProcessGiven) => {
  const outcome = await edits(sandbox, processJob(code, { language: 'php', ...given }));
  for (const { edit } of outcome.edits) expect(parseEdit(edit)).toMatchObject({ ok: true });
  return outcome.edits.map(({ leadId, edit }) => [leadId, edit]);
};

const three = {
  leads: (['a', 'b', 'c'] as const).map((extId, index) => ({ id: index + 1, extId, status: 2 as const, createdAt: 1 })),
};

describe('the seed document’s code of processing', () => {
  it('goes through the answer and gives each lead its status', async () => {
    const code = `foreach ( $data as $d ) {
  $oid = $e2i[$d['id']]; // Получаем наш ИД по их идентификатору
  switch ( $d['status'] ) {
    case 'accept': $core->lead->edit( $oid, [ 'accept' => 1 ] ); break;
    case 'cancel': $core->lead->edit( $oid, [ 'status' => 5 ] ); break;
    case 'trash':  $core->lead->edit( $oid, [ 'status' => 5, 'reason' => 6 ] ); break;
  }
}`;
    const answer = [
      { id: 'a', status: 'accept' },
      { id: 'b', status: 'cancel' },
      { id: 'c', status: 'trash' },
      { id: 'c', status: 'other' },
    ];
    expect(await editsBy(code, { ...three, answer })).toEqual([
      [1, { accept: 1 }],
      [2, { status: 5 }],
      [3, { status: 5, reason: 6 }],
    ]);
  });

  it('is shorter where the status text is recognised', async () => {
    const answer = [
      { id: 'a', status: 'Подтверждён' },
      { id: 'b', status: 'Отменён' },
      { id: 'c', status: 'Zorglub' },
    ];
    const code = `foreach ( $data as $d ) $core->lead->setstc( $e2i[$d['id']], $d['status'] );`;
    expect(await editsBy(code, { ...three, answer })).toEqual([
      [1, { accept: true, comment: 'Подтверждён' }],
      [2, { status: 5, comment: 'Отменён' }],
      [3, { comment: 'Zorglub' }],
    ]);
  });

  it('approves by the first deposit in financial integrations', async () => {
    const code = `foreach ( $data as $d ) {
  $oid = $e2i[$d['id']];
  if ( ! $oid ) continue;
  if ( $d['ftd'] ) {
    $core->lead->approve( $oid, $d['status'] );
  } else $core->lead->setstc( $oid, $d['status']  );
}`;
    const answer = [
      { id: 'a', ftd: 1, status: 'no answer' },
      { id: 'b', ftd: '0', status: 'Перезвонить' },
      { id: 'foreign', ftd: 1, status: 'x' },
    ];
    expect(await editsBy(code, { ...three, answer })).toEqual([
      [1, { accept: 1, comment: 'no answer' }],
      [2, { status: 3, comment: 'Перезвонить' }],
    ]);
  });
});

describe('the seed document’s calls', () => {
  const one = { answer: { id: 'a', comment: 'it\'s "late", \\o/', payout: '12.50', currency: 'USD', status: 'отказ' } };
  const oid = "$d = $data; $oid = $e2i[$d['id']]; $id = $oid; $comment = $d['comment']; $status = $d['status'];";

  it.each([
    ['$core->lead->approve( $id, $comment );', { accept: 1, comment: 'it\'s "late", \\o/' }],
    ['$core->lead->approve( $id );', { accept: 1 }],
    ['$core->lead->setstatus( $id, $status );', { status: 5, reason: 2 }],
    ['$core->lead->setstc( $id, $status );', { status: 5, reason: 2, comment: 'отказ' }],
    ["$core->lead->edit( $oid, [ 'accept' => 1 ] );", { accept: 1 }],
    [
      "$core->lead->edit( $oid, [ 'status' => 3, 'comment' => addslashes(stripslashes( $d['comment'] )) ] );",
      { status: 3, comment: 'it\'s "late", o/' },
    ],
    [
      "$core->lead->edit( $oid, [ 'status' => 3, 'comment' => addslashes( $d['comment'] ) ] );",
      { status: 3, comment: 'it\'s "late", \\o/' },
    ],
    ["$core->lead->edit( $oid, [ 'status' => 5, 'reason' => 6 ] );", { status: 5, reason: 6 }],
    ["$core->lead->edit( $oid, [ 'hold' => true ] );", { hold: true }],
    ["$core->lead->edit( $oid, [ 'hold' => 14 ] );", { hold: 14 }],
    ["$core->lead->edit( $oid, [ 'base' => 990, 'counts' => 2 ] );", { base: 990, counts: 2 }],
    ["$core->lead->edit( $oid, [ 'curr' => $core->currency->id( 'USD' ) ] );", { curr: 2 }],
    ["$core->lead->edit( $oid, [ 'goal' => $core->goal->bycode( $offer['id'], 'ftd' ) ] );", { goal: 31 }],
    ["$core->lead->edit( $oid, [ 'track' => 'RR123456789RU' ] );", { track: 'RR123456789RU' }],
    [
      "$core->lead->edit( $oid, [ 'accept' => 1, 'cash' => [ 'pay' => $d['payout'], 'cc' => $d['currency'] ] ] );",
      { accept: 1, cash: { pay: '12.50', cc: 'USD' } },
    ],
    ["$core->lead->edit( $oid, [ 'cash' => [ 'wm' => 5, 'ref' => '0.5' ] ] );", { cash: { wm: 5, ref: '0.5' } }],
  ])('%s', async (call, edit) => {
    expect(await editsBy(`${oid} ${call}`, one)).toEqual([[1, edit]]);
  });

  it('$inid is the lead where one is asked for at a time', async () => {
    const leads = [{ id: 5, extId: 'x', status: 2, createdAt: 1 }] as const;
    expect(
      await editsBy("$core->lead->edit( $inid, [ 'accept' => 1 ] );", { leads: [...leads], single: true, answer: {} }),
    ).toEqual([[5, { accept: 1 }]]);
  });

  it('$ids and $i2t know statuses and times by internal id', async () => {
    const code =
      "foreach ( $ids as $id => $status ) $core->lead->edit( $id, [ 'comment' => $status . ' ' . date( 'Y-m-d', $i2t[$id] ) ] );";
    expect(await editsBy(code, {})).toEqual([
      [1, { comment: '2 2023-11-14' }],
      [2, { comment: '3 2023-11-14' }],
    ]);
  });
});
