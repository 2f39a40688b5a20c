foreach (explode("\n", trim($data)) as $i => $line) {
  if ($i == 0 || trim($line) === '') continue;
  list($ext, $st, $note) = array_pad(explode(';', trim($line)), 3, '');
  if (!isset($e2i[$ext])) continue;
  $core->lead->edit($e2i[$ext], ['status' => (int) $st, 'comment' => $note]);
}
