$map = [
  'new' => fn($d) => ['status' => 2],
  'sold' => function ($d) { return ['accept' => 1, 'counts' => max(1, (int) ($d['n'] ?? 1))]; },
];
foreach ($data as $d) {
  $oid = $e2i[$d['id']] ?? false;
  $f = $map[$d['s']] ?? null;
  if ($oid && $f) $core->lead->edit($oid, $f($d));
}
