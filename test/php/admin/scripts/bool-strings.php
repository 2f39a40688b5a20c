foreach ($data as $d) {
  $ok = filter_var($d['ok'], FILTER_VALIDATE_BOOLEAN);
  $n = filter_var($d['n'], FILTER_VALIDATE_INT, ['options' => ['default' => 1, 'min_range' => 1]]);
  $core->lead->edit($e2i[$d['id']], $ok ? ['accept' => 1, 'counts' => $n] : ['status' => 5]);
}
