$rows = json_decode(json_encode($data));
foreach ($rows as $r) {
  if (!property($r, 'id')) continue;
  $core->lead->edit($e2i[$r->id], ['comment' => $r->info->name ?? 'none', 'counts' => count((array) ($r->info ?? []))]);
}
function property($o, $name) { return isset($o->$name); }
