foreach ($data as $d) {
  $oid = $e2i[$d['id']];
  if (!$oid || empty($d['sum'])) continue;
  $core->lead->edit( $oid, [ 'accept' => 1, 'cash' => [ 'pay' => $d['sum'], 'cc' => $d['cur'] ] ] );
}
