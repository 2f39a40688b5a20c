<?php
// {"response": {"status": 1, "data": {"page": 1, "data": [{"Stat": {"id": "1", "conversion_status": "approved", "affiliate_info1": "15"}}]}}}
$statuses = [
  'pending' => ['status' => 2],
  'approved' => ['accept' => 1],
  'rejected' => ['status' => 5],
];
$response = $data['response'];

if ($response['status'] !== 1) $core->fail($response['errorMessage'] ?? json_encode($response['errors']));

$rows = $response['data']['data'];
foreach ($rows as $row) {
  $stat = $row['Stat'];
  $edit = $statuses[$stat['conversion_status']] ?? null;
  if ($edit) $core->lead->edit($stat['affiliate_info1'], $edit);
  else $core->lead->setstatus($stat['affiliate_info1'], $stat['conversion_status']);
}

if (count($rows) === 100) $core->next(['fields' => ['page' => $page + 1]]);
