$core->each($data, function ($d, $i) use ($core, $e2i) {
  if ($i == 1) throw new Exception('bad row');
  $core->lead->edit($e2i[$d['id']], ['comment' => "row $i"]);
});
