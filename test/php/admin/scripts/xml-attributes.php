foreach ($data->children() as $name => $row) {
  if ($name != 'row') continue;
  $a = $row->attributes();
  $oid = $e2i[(string) $a['ext']] ?? 0;
  if ($oid) $core->lead->edit($oid, ['status' => (int) $a->st, 'track' => (string) $row]);
}
