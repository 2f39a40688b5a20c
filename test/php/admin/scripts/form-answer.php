parse_str($data, $r);
foreach ($r['lead'] as $l) $core->lead->edit($e2i[$l['id']], ['status' => (int) $l['s'], 'comment' => urldecode($l['c'])]);
