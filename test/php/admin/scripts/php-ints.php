foreach ($data as $d) {
  $oid = $e2i[$d['id']];
  $core->lead->edit($oid, ['comment' => $d['n'] / 4 . '|' . $d['n'] % 7 . '|' . ($d['n'] ** 2) . '|' . intval($d['n'] / 3) . '|' . round($d['n'] / 3, 2) . '|' . ($d['n'] . '') . '|' . ($d['n'] == '100' ? 'y' : 'n')]);
}
