$count = 0; $seen = [];
function note($ext) { global $count, $seen; $count++; $seen[$ext] = ($seen[$ext] ?? 0) + 1; return $seen[$ext] == 1; }
foreach ($data as $d) if (note($d['id']) && isset($e2i[$d['id']])) $core->lead->edit($e2i[$d['id']], ['comment' => "#$count"]);
print_r($seen);
