$groups = ['ok' => [4, 5, '6'], 'no' => range(10, 12), 'call' => [1, 2]];
foreach ($data as $d) {
  foreach ($groups as $name => $codes) {
    if (!in_array($d['st'], $codes)) continue;
    $core->lead->edit($e2i[$d['id']], $name == 'ok' ? ['accept' => 1] : ['status' => $name === 'no' ? 5 : 3]);
    continue 2;
  }
  error_log('unknown ' . $d['st']);
}
