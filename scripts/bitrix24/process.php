<?php
// {"result": [{"ID": "1", "STATUS_ID": "JUNK"}, …], "total": 1}
$stages = [
  'NEW' => ['status' => 2],
  'IN_PROCESS' => ['status' => 2],
  'PROCESSED' => ['status' => 2],
  'CONVERTED' => ['accept' => 1],
  'JUNK' => ['status' => 5, 'reason' => $params['reason_trash']],
];

if (isset($data['error'])) $core->fail($data['error_description'] ?? $data['error']);

foreach ($data['result'] as $row) {
  $lead = $e2i[$row['ID']] ?? null;
  $stage = $row['STATUS_ID'];
  if (isset($stages[$stage])) $core->lead->edit($lead, $stages[$stage]);
  // A stage of the account's own (UC_7XK2): mapped in the integration, else reported there.
  else $core->lead->setstatus($lead, $stage);
}
