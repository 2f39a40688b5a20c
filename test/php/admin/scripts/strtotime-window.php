$from = strtotime('2023-11-01');
foreach ($data as $d) {
  $oid = $e2i[$d['id']]; if (!$oid) continue;
  $t = strtotime($d['date']);
  if ($t === false) continue;
  if ($t < $from) $core->lead->edit($oid, ['status' => 5, 'reason' => 17]);
  else $core->lead->edit($oid, ['comment' => date('d.m.Y H:i', $t), 'hold' => (int) ceil(($t - $from) / 86400)]);
}
