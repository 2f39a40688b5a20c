foreach ($data as $d) {
  $st = $d['ok'] ? ($d['paid'] ? 10 : 6) : ($d['dead'] ?? false ? 5 : 3);
  $core->lead->edit($e2i[$d['id']] ?: 0, $st == 6 || $st == 10 ? ['accept' => 1] : ['status' => $st]);
}
