<?php
// [{"order_id": "1", "status": "4", "rejection": "дорого"}, …]
$statuses = [
  0 => ['status' => 2],
  1 => ['status' => 2],
  2 => ['accept' => 1],
  4 => ['status' => 5],
  6 => ['status' => 11],
];

foreach ($data as $order) {
  $lead = $order['order_id'];
  if (isset($statuses[$order['status']])) {
    $comment = empty($order['rejection']) ? null : $order['rejection'];
    $core->lead->edit($lead, $statuses[$order['status']] + ['comment' => $comment]);
  } else {
    $core->lead->setstatus($lead, $order['status']);
  }
}
