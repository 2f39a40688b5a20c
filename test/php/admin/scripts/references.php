foreach ($data as &$d) { $d['status'] = strtolower(trim($d['status'])); unset($d['junk']); }
unset($d);
array_walk($data, function (&$d, $k) { $d['k'] = $k; });
foreach ($data as $d) if (isset($e2i[$d['id']])) $core->lead->edit($e2i[$d['id']], ['comment' => json_encode($d, JSON_UNESCAPED_UNICODE)]);
