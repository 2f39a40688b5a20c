foreach ($data->order as $o) {
  $oid = $e2i[(string) $o['id']];
  if (!$oid) continue;
  if ($o->status == 'done') $core->lead->edit($oid, ['accept' => 1, 'base' => (float) $o->price]);
  else $core->lead->edit($oid, ['comment' => (string) $o->status . ' ' . $o->comment]);
}
