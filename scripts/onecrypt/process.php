<?php
// [{"id": "9", "id2": "15", "status": "holded", "comment": "Callback {'id': 9, 'autologin_url': '…'}"}, …]
$statuses = [
  'new' => ['status' => 2],
  'holded' => ['status' => 4],
  'confirmed' => ['accept' => 1],
  'confirmed_compensation' => ['accept' => 1],
  'cancelled' => ['status' => 5],
];

foreach ($data as $row) {
  $lead = ($row['id2'] ?? '') ?: ($e2i[$row['id']] ?? null);
  $call = trim(explode('{', $row['comment'] ?? '')[0]);
  $edit = $statuses[$row['status']] ?? null;
  // Before the money moves, the call is all that happens.
  if ($row['status'] === 'new' && $call !== '') $core->lead->setstc($lead, $call);
  elseif ($edit) $core->lead->edit($lead, $edit + ['comment' => $call ?: null]);
  else $core->lead->setstatus($lead, $row['status']);
}
