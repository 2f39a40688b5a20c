foreach ($data as $d) { $oid = $e2i[$d['id']] ?? null; if ($oid) $core->lead->edit($oid, ['comment' => 'id ' . $d['id']]); }
