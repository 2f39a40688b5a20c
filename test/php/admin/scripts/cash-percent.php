$percent = 0.35;
foreach ($data as $d) {
  $oid = $e2i[$d['id']];
  if (!$oid || !isset($d['sum'])) continue;
  $pay = round((float) $d['sum'] * $percent, 2);
  $core->lead->edit($oid, ['accept' => 1, 'cash' => ['pay' => $pay, 'wm' => number_format($pay * 0.8, 2, '.', ''), 'cc' => strtoupper($d['cur'])]]);
}
