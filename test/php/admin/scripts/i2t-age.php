foreach ($data as $d) {
  $oid = $e2i[$d['id']]; if (!$oid) continue;
  $days = floor(($now - $i2t[$oid]) / 3600);
  if ($ids[$oid] == 2 && $days > 1) $core->lead->edit($oid, ['comment' => "$days ч"]);
  else $core->lead->edit($oid, ['hold' => (int) $days + 3]);
}
