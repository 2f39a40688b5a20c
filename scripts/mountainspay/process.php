<?php
// [{"order_id": 1, "status": 10}, …]
$statuses = [
  1 => ['accept' => 1],
  2 => ['status' => 5],
  3 => ['accept' => 1, 'status' => 8],
  5 => ['accept' => 1, 'status' => 10],
  7 => ['status' => 11],
  8 => ['status' => 5, 'reason' => $params['reason_duplicate']],
  10 => ['status' => 3],
  11 => ['status' => 3],
  14 => ['status' => 5, 'reason' => $params['reason_duplicate']],
  21 => ['status' => 11],
];

foreach ($data as $order) {
  $lead = $e2i[$order['order_id']] ?? null;
  $status = $order['status'];
  if (array_key_exists($status, $statuses)) $core->lead->edit($lead, $statuses[$status]);
  // A code that is not in the table is reported, and can be mapped without touching this script.
  else $core->lead->setstatus($lead, $status);
}
