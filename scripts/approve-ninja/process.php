<?php
// [{"order_hash": "zz", "status": 3, "cancel_reason": 15, "update_date_unix": 1767225600}, …]
$statuses = [
  1 => ['status' => 2],
  2 => ['accept' => 1],
  3 => ['status' => 5],
];

foreach ($data as $order) {
  $lead = $e2i[$order['order_hash']] ?? null;
  if (!$lead) continue; // of another system
  $edit = $statuses[$order['status']] ?? null;
  if (!$edit) {
    $core->lead->setstatus($lead, $order['status']);
    continue;
  }
  if ($order['status'] === 3 && !empty($order['cancel_reason'])) {
    $edit['comment'] = "cancel_reason {$order['cancel_reason']}";
  }
  $core->lead->edit($lead, $edit);
}
