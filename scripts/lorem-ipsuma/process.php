<?php
// {"status": "success", "data": {"15": {"status": "shipped", "conversion": true}, …}}
$open = [
  'waiting' => ['status' => 2],
  'process' => ['status' => 2],
  'lead' => ['status' => 2],
  'suspicious' => ['status' => 2],
  'called' => ['status' => 2],
  'call_later' => ['status' => 3],
  'trash' => ['status' => 5, 'reason' => $params['reason_trash']],
  'invalid' => ['status' => 5, 'reason' => $params['reason_trash']],
  'unreachable' => ['status' => 5, 'reason' => $params['reason_no_answer']],
  'canceled' => ['status' => 5],
  'rejected' => ['status' => 5],
  'unknown' => ['status' => null], // not an order of theirs
];
$converted = [
  'approved' => ['accept' => 1],
  'quality_control' => ['accept' => 1],
  'shipping_queue' => ['accept' => 1],
  'shipped' => ['accept' => 1, 'status' => 8],
  'delivered' => ['accept' => 1, 'status' => 10],
  'undelivered' => ['status' => 11],
  'rejected' => ['status' => 11],
  'refund' => ['status' => 11],
  'canceled' => ['status' => 11],
  'unreachable' => ['status' => 11],
];

if ($data['status'] !== 'success') $core->fail($data['message'] ?? $data['status']);

foreach ($data['data'] as $lead => $order) {
  $status = $order['status'];
  // Only the flag tells what a word means.
  $table = $order['conversion'] ? $converted : $open;
  if (isset($table[$status])) $core->lead->edit($lead, $table[$status]);
  else error_log("Lead $lead: $status means nothing here");
}
