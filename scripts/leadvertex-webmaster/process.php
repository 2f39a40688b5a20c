<?php
// {"9001": {"status": "accepted", "payment": {"status": 0}, "fields": {"comment": "ok"}}, …}
$statuses = [
  'accepted' => ['accept' => 1],
  'paid' => ['accept' => 1, 'status' => 10],
  'return' => ['status' => 11],
  'canceled' => ['status' => 5],
  'spam' => ['status' => 5, 'reason' => $params['reason_trash']],
];
$payments = [
  -1 => ['status' => 5],
  0 => ['status' => 2],
  1 => ['accept' => 1],
];

if (isset($data['error'])) $core->fail($data['error']);

foreach ($data as $number => $order) {
  $lead = $e2i[$number] ?? null;
  $status = $order['status'] ?? null;
  // While nobody has called the client, there is no status but the one of the payment.
  if ($status === null) $edit = $payments[$order['payment']['status'] ?? ''] ?? null;
  else $edit = $statuses[$status] ?? null;
  if (!$edit) {
    $core->lead->setstatus($lead, $status);
    continue;
  }
  if (!empty($order['fields']['comment'])) $edit['comment'] = $order['fields']['comment'];
  $core->lead->edit($lead, $edit);
}
