<?php
// {"1": {"status": "1", "send_status": "2", "fields": {"comment": ""}}, …}
$statuses = [
  0 => ['status' => 2],
  1 => ['accept' => 1],
  2 => ['status' => 5],
  3 => ['status' => 3],
  4 => ['status' => 3],
  5 => ['status' => 5, 'reason' => $params['reason_trash']],
  6 => ['status' => 5, 'reason' => $params['reason_fraud']], // blacklist
];
$deliveries = [
  1 => ['status' => 11],
  2 => ['accept' => 1, 'status' => 10],
];

foreach ($data as $number => $order) {
  $lead = $e2i[$number] ?? null;
  // The delivery comes later than the call and so says more.
  $edit = $deliveries[$order['send_status'] ?? 0] ?? $statuses[$order['status']] ?? null;
  if ($edit) $core->lead->edit($lead, array_merge($edit, ['comment' => ($order['fields']['comment'] ?? '') ?: null]));
  else $core->lead->setstatus($lead, $order['status']);
}
