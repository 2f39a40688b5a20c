<?php
// {"rows": [{"sub_id": "15", "status": "sale", "revenue": 5, "postback_datetime": "2026-01-02 10:00:00"}, …], "total": 1}
foreach ($data['rows'] as $row) {
  $lead = $row['sub_id'];
  switch ($row['status']) {
    case 'lead':
      $core->lead->edit($lead, ['status' => 2]);
      break;
    case 'sale':
      $core->lead->edit($lead, ['accept' => 1]);
      break;
    case 'rejected':
      $core->lead->edit($lead, ['status' => 5]);
      break;
    case 'trash':
      $core->lead->edit($lead, ['status' => 5, 'reason' => $params['reason_trash']]);
      break;
    default:
      $core->lead->setstatus($lead, $row['status']);
  }
}

if ($data['total'] > $page * 100) $core->next(['fields' => ['offset' => $page * 100]]);
