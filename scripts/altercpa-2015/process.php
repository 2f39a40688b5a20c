<?php
// a:1:{i:0;a:6:{s:2:"id";i:1;s:6:"status";i:8;s:6:"reason";i:0;…}}
$statuses = [
  1 => ['status' => 2],
  2 => ['status' => 2],
  3 => ['status' => 3],
  4 => ['status' => 3], // «Недозвон», not a hold
  5 => ['status' => 5],
  6 => ['accept' => 1],
  7 => ['accept' => 1, 'status' => 7],
  8 => ['accept' => 1, 'status' => 8],
  9 => ['accept' => 1, 'status' => 9],
  10 => ['accept' => 1, 'status' => 10],
  11 => ['status' => 11],
  12 => ['status' => 12],
];
// Of their eight reasons these two mean something else than ours of the same number, or nothing that all networks share.
$reasons = [5 => $params['reason_delivery'], 6 => $params['reason_trash']];

if (isset($data['error'])) $core->fail($data['error']);

foreach ($data as $order) {
  $edit = $statuses[$order['status']] ?? null;
  if (!$edit) continue; // 0: ordered, but not paid for yet
  if ($order['status'] == 5) $edit['reason'] = $reasons[$order['reason']] ?? null;
  if (!empty($order['comment'])) $edit['comment'] = addslashes($order['comment']);
  $core->lead->edit($e2i[$order['id']] ?? null, $edit);
}
