<?php
// 1: {"authid": "12", "authhash": "ab…"}   2: {"statuses": [{"id": "1", "status": "A"}, …]}
$statuses = [
  'P' => ['status' => 2],
  'A' => ['accept' => 1],
  'D' => ['status' => 5],
  'F' => ['status' => 5, 'reason' => $params['reason_trash']],
];

if ($page === 1) {
  if (empty($data['authid'])) $core->fail($data['msg'] ?? 'KMA did not let us in: are login and password right?');
  // The address stays; name and password need not go along again.
  $core->next([
    'method' => 'POST',
    'fields' => [
      'method' => 'getstatuses',
      'authid' => $data['authid'],
      'authhash' => $data['authhash'],
      'ids' => implode(',', array_keys($e2i)),
      'username' => null,
      'pass' => null,
    ],
  ]);
} else {
  foreach ($data['statuses'] as $row) {
    $lead = $e2i[$row['id']] ?? null;
    $edit = $statuses[$row['status']] ?? null;
    if ($edit) $core->lead->edit($lead, $edit);
    else $core->lead->setstatus($lead, $row['status']);
  }
}
