$i = 0;
while ($i < count($data)) {
  $d = $data[$i++];
  list('id' => $ext, 'status' => $st) = $d;
  if (!($oid = @$e2i[$ext])) continue;
  $core->lead->edit($oid, ['comment' => sprintf('%02d:%s', $i, strtoupper($st))]);
}
