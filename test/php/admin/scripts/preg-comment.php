foreach ($data as $d) {
  $oid = $e2i[$d['id']];
  if (!$oid) continue;
  if (preg_match('/отказ|отмен/ui', $d['comment'])) $core->lead->edit($oid, ['status' => 5, 'reason' => 2]);
  elseif (preg_match('/недозвон\s*(\d+)/ui', $d['comment'], $m)) $core->lead->edit($oid, $m[1] > 5 ? ['status' => 5, 'reason' => 11] : ['status' => 3, 'comment' => "Попытка {$m[1]}"]);
  else $core->lead->edit($oid, ['comment' => mb_substr(trim(preg_replace('/\s+/u', ' ', $d['comment'])), 0, 10)]);
}
