<?php
// {"status": true, "data": [{"customerData": {"uniqueid": "90", "call_status": "Call Back", "depositor": 1, …},
//   "tracking": {"MPC_1": "15"}}], "nextToken": "17841238478062376"}
if (($data['status'] ?? null) === false) $core->fail($data['message']);

foreach ($data['data'] as $row) {
  $customer = $row['customerData'];
  // Leads are sent with our number in MPC_1.
  $lead = ($row['tracking']['MPC_1'] ?? '') ?: ($e2i[$customer['uniqueid']] ?? null);
  if ($customer['depositor'] == 1) $core->lead->approve($lead, $customer['call_status']);
  else $core->lead->setstc($lead, $customer['call_status']);
}

// The last part repeats the token that led to it, or comes without rows.
$token = $data['nextToken'] ?? '';
if ($token && $token !== $carry && count($data['data']) > 0) {
  $core->next(['fields' => ['from' => gmdate('Y-m-d H:i:s', intdiv((int) $token, 10000000))], 'carry' => $token]);
}
