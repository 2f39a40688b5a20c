foreach ($data as $d) {
  $oid = $e2i[$d['id']]; if (!$oid) continue;
  $edit = ['curr' => $core->currency->id($d['cur'] ?? 'RUB')];
  $goal = $core->goal->bycode($offer['id'], 'ftd');
  if ($goal) $edit['goal'] = $goal;
  $core->lead->edit($oid, $edit + ['counts' => 1, 'curr' => 99]);
}
