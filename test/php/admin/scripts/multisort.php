$st = array_column($data, 's'); $id = array_column($data, 'id');
array_multisort($st, SORT_DESC, $id, SORT_ASC, $data);
foreach ($data as $i => $d) $core->lead->edit($e2i[$d['id']], ['counts' => $i + 1]);
