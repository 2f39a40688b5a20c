foreach ($data as $d) {
  $oid = $e2i[$d['id']]; if (!$oid) continue;
  $at = DateTime::createFromFormat('d.m.Y H:i', $d['at']);
  if (!$at) { $core->lead->edit($oid, ['comment' => 'bad date']); continue; }
  $end = (clone $at)->modify('+3 days');
  $core->lead->edit($oid, ['comment' => $end->format('Y-m-d') . ' ' . $at->diff(new DateTime('2023-12-01'))->days]);
}
