usort($data, fn($x, $y) => strcmp($x['at'], $y['at']));
$last = [];
foreach ($data as $d) $last[$d['id']] = $d;
foreach ($last as $ext => $d) $core->lead->edit($e2i[$ext], ['comment' => $d['s'] . '@' . substr($d['at'], 5, 5)]);
