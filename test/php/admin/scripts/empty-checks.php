foreach ($data as $d) {
  $c = [];
  foreach (['x', 'y', 'z'] as $k) $c[] = (isset($d[$k]) ? 'i' : '-') . (empty($d[$k]) ? 'e' : '-') . (($d[$k] ?? 'def') === 'def' ? 'd' : '-') . (@$d[$k] == null ? 'n' : '-');
  $core->lead->edit($e2i[$d['id']], ['comment' => implode(' ', $c)]);
}
