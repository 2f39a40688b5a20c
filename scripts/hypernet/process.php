<?php
// [{"id": "L1", "registration": {"status": "callback", "rawStatus": "Call Back 2"}, "isDeposited": false, "depositedAt": null}, …]
foreach ($data as $row) {
  $lead = $e2i[$row['id']] ?? null;
  if (!$lead) continue; // of the days before and after
  $registration = $row['registration'];
  if ($row['isDeposited']) $core->lead->approve($lead, $registration['rawStatus']);
  // The raw text says more than the status that they made of it.
  else $core->lead->setstc($lead, $registration['rawStatus'] ?: $registration['status']);
}

if (count($data) === 250) $core->next(['fields' => ['skip' => $page * 250]]);
