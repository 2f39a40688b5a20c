foreach ($data as $d) {
  $edit = match (true) {
    $d['n'] >= 100 => ['accept' => 1],
    $d['n'] > 10 => ['status' => 4, 'hold' => true],
    $d['n'] === 0, $d['n'] === null => ['status' => 5, 'reason' => 1],
    default => ['status' => 3],
  };
  if (isset($e2i[$d['id']])) $core->lead->edit($e2i[$d['id']], $edit);
}
