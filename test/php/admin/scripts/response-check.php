if ($response['status'] != 200 || strpos($response['headers']['content-type'] ?? '', 'json') === false) $core->fail('bad answer');
if (!is_array($data)) $core->fail('no list');
foreach ($data as $d) $core->lead->edit($e2i[$d['id']], ['status' => 3]);
