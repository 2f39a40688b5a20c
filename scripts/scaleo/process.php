<?php
// {"info": {"transactions": [{"transaction_id": "t1", "sub_id1": "15", "conversion_status": "approved"}, …]}}
$statuses = [
  'pending' => ['status' => 2],
  'approved' => ['accept' => 1],
  'rejected' => ['status' => 5],
  'trash' => ['status' => 5, 'reason' => $params['reason_trash']],
];
$rows = $data['info']['transactions'] ?? null;

if ($rows === null) $core->fail($data['message'] ?? 'The answer holds no info.transactions');

foreach ($rows as $row) {
  $edit = $statuses[$row['conversion_status']] ?? null;
  if ($edit) $core->lead->edit($row['sub_id1'], $edit);
  else $core->lead->setstatus($row['sub_id1'], $row['conversion_status']);
}

if (count($rows) === 100) $core->next(['fields' => ['page' => $page + 1]]);
