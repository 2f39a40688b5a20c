<?php
/* old snippet */
# status codes
$codes = array(1 => 2, 2 => 3, 3 => 5);
foreach ($data as $d) {
    $oid = (int) $e2i[$d["id"]];
    if ($oid < 1) { continue; }
    if (array_key_exists($d['code'], $codes)) {
        $core->lead->edit($oid, array("status" => $codes[$d['code']]));
    }
}
?>
