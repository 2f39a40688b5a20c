foreach ($data as $d) {
  extract($d, EXTR_SKIP);
  $comment = "$name/$city";
  $status = 3;
  $core->lead->edit($e2i[$d['id']], compact('status', 'comment'));
  unset($name, $city, $id);
}
