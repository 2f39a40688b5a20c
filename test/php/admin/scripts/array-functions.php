$byId = array_column($data, null, 'id');
$ok = array_filter($byId, fn($d) => in_array($d['status'], ['ok', 'paid'], true));
foreach (array_intersect_key($ok, $e2i) as $ext => $d) $core->lead->approve($e2i[$ext], ucfirst($d['status']));
foreach (array_diff_key($byId, $ok) as $ext => $d) if (isset($e2i[$ext])) $core->lead->edit($e2i[$ext], ['status' => 3]);
