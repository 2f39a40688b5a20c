function reasonOf($text) {
  static $words = ['дорого' => 9, 'треш' => 6, 'дубл' => 7];
  foreach ($words as $word => $reason) if (mb_stripos($text, $word) !== false) return $reason;
  return 2;
}
function cancel($core, $oid, $text) { $core->lead->edit($oid, ['status' => 5, 'reason' => reasonOf($text)]); }
foreach ($data as $d) if ($oid = $e2i[$d['id']]) cancel($core, $oid, $d['why']);
