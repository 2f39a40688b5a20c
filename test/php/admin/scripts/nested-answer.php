if (empty($data['result']['orders'])) $core->fail('no orders');
foreach ($data['result']['orders'] as $order) {
  $oid = $e2i[$order['external']['id']] ?? null;
  if ($oid === null) continue;
  $st = (int) $order['state'];
  if ($st >= 10 && $st < 20) $core->lead->edit($oid, ['status' => 3]);
  elseif ($st == 20) $core->lead->edit($oid, ['accept' => 1, 'base' => $order['price'], 'counts' => (int) $order['qty']]);
  else $core->lead->edit($oid, ['status' => 5, 'reason' => $st - 30]);
}
