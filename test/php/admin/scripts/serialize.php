$rows = unserialize($data);
foreach ($rows as $ext => $st) if (isset($e2i[$ext])) $core->lead->edit($e2i[$ext], ['comment' => serialize([$ext => $st])]);
