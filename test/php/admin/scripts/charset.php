foreach ($data as $d) {
  $name = iconv('windows-1251', 'UTF-8', base64_decode($d['n']));
  $core->lead->edit($e2i[$d['id']], ['comment' => mb_convert_case($name, MB_CASE_TITLE) . strlen($name) . mb_strlen($name)]);
}
