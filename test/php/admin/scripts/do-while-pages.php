$page = 0; $total = (int) $data['pages'];
do { foreach ($data['page' . ++$page] ?? [] as $ext => $st) { if (!isset($e2i[$ext])) continue; $core->lead->edit($e2i[$ext], ['status' => $st, 'comment' => "p$page"]); } } while ($page < $total);
