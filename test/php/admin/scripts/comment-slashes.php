foreach ($data as $d) {
  $oid = $e2i[$d['id']]; if (!$oid) continue;
  $core->lead->edit( $oid, [ 'status' => 3, 'comment' => addslashes(stripslashes( $d['comment'] )) ] );
}
