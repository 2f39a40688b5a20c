<?php
// {"status": 1, "conversions": [{"id": "5bd0", "action_id": "15", "status": "confirmed", "payouts": 5, "currency": "USD", …}],
//   "pagination": {"page": 1, "count": 1}}
$statuses = [
  'pending' => ['status' => 2],
  'hold' => ['status' => 4],
  'confirmed' => ['accept' => 1],
  'declined' => ['status' => 5],
  'not_found' => ['status' => 5],
];

if ($data['status'] !== 1) $core->fail($data['error'] ?? $data['message'] ?? 'no status');

foreach ($data['conversions'] as $row) {
  $edit = $statuses[$row['status']] ?? null;
  if ($edit === null) {
    $core->lead->setstatus($row['action_id'], $row['status']);
    continue;
  }
  // What they pay is what the advertiser owes us; what the webmaster gets stays the offer's affair.
  if (isset($edit['accept']) && $row['payouts'] > 0) {
    $edit['cash'] = ['pay' => $row['payouts'], 'cc' => $row['currency']];
  }
  if (!empty($row['comment'])) $edit['comment'] = $row['comment'];
  $core->lead->edit($row['action_id'], $edit);
}

if ($data['pagination']['count'] > $page * 100) $core->next(['fields' => ['page' => $page + 1]]);
