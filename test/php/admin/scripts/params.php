$minimum = (float) $params['min'];
$allowed = array_map('trim', explode(',', $ofps['allowed']));
foreach ($data as $d) {
  $oid = $e2i[$d['id']] ?? 0;
  if (!$oid) continue;
  $core->lead->edit($oid, ['status' => in_array($d['status'], $allowed) && $d['n'] >= $minimum ? 3 : 5]);
}
