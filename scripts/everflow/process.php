<?php
// {"conversions": [{"conversion_id": "c1", "status": "approved", "revenue": 10, "currency_id": "USD", "sub1": "15"}, …]}
$statuses = [
  'pending' => ['status' => 2],
  'on_hold' => ['status' => 4],
  'approved' => ['accept' => 1],
  'rejected' => ['status' => 5],
  'invalid' => ['status' => 5, 'reason' => $params['reason_duplicate']],
];

foreach ($data['conversions'] as $row) {
  $edit = $statuses[$row['status']] ?? null;
  if ($edit === null) {
    $core->lead->setstatus($row['sub1'], $row['status']);
    continue;
  }
  if ($row['status'] === 'approved' && $row['revenue'] > 0) {
    $edit['cash'] = ['pay' => $row['revenue'], 'cc' => $row['currency_id']];
  }
  $core->lead->edit($row['sub1'], $edit);
}

if (count($data['conversions']) === 100) {
  $next = $page + 1;
  $core->next(['url' => "https://api.eflow.team/v1/affiliates/reporting/conversions?page=$next&page_size=100"]);
}
