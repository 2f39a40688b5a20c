foreach ($data as $d) {
  $info = json_decode($d['payload'], true);
  if (!is_array($info)) continue;
  $oid = $e2i[$info['id']]; if (!$oid) continue;
  $core->lead->edit($oid, ['status' => $info['ok'] ? 3 : 5, 'comment' => implode(', ', array_keys($info))]);
}
