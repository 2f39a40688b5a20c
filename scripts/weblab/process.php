<?php
// <br/>[{"transaction_id": "15", "fetch_data_success": true, "status": "confirmed"}, …]
$statuses = [
  'hold' => [], // waits for a call: nothing changes
  'confirmed' => ['accept' => 1],
  'cancelled' => ['status' => 5],
  'trash' => ['status' => 5, 'reason' => $params['reason_trash']],
];

foreach ($data as $row) {
  $lead = $row['transaction_id'];
  if (empty($row['fetch_data_success'])) {
    error_log("No data for lead $lead");
    continue;
  }
  $edit = $statuses[$row['status'] ?? ''] ?? null;
  // Our own id comes back, so there is nothing to look up in $e2i.
  if ($edit !== null) $core->lead->edit($lead, $edit);
  else $core->lead->setstatus($lead, $row['status']);
}
