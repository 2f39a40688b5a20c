$statuses = array(
  'accept' => array('accept' => 1),
  'cancel' => array('status' => 5, 'reason' => 2),
  'trash'  => array('status' => 5, 'reason' => 6),
);
foreach ($data as $d) {
  $oid = isset($e2i[$d['id']]) ? $e2i[$d['id']] : 0;
  if (!$oid || !isset($statuses[$d['status']])) continue;
  $core->lead->edit($oid, $statuses[$d['status']]);
}
