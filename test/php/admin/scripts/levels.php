$levels = [[0, 2], [50, 3], [90, 4]];
foreach ($data as $d) {
  $status = 1;
  foreach ($levels as [$least, $s]) { if ($d['p'] < $least) break; $status = $s; }
  $core->lead->edit($e2i[$d['id']], ['status' => $status]);
}
