<?php
// 1: {"3": {"name": "Подтверждён", "group": "accepted"}, …}   2: {"15": {"status": "3", "phone": "7900", …}, …}
$groups = [
  'processing' => ['status' => 2],
  'accepted' => ['accept' => 1],
  'canceled' => ['status' => 5],
];

if (isset($data['error'])) $core->fail($data['error']);

if ($page === 1) {
  $groupOf = [];
  foreach ($data as $number => $status) $groupOf[$number] = $status['group'];
  $core->next([
    'url' => 'https://{param:host}/api/admin/getOrdersByIds.html?token={param:token}&ids={idel}',
    'carry' => $groupOf,
  ]);
} else {
  foreach ($data as $number => $order) {
    $lead = $e2i[$number] ?? null;
    $group = $carry[$order['status']] ?? '';
    if (isset($groups[$group])) $core->lead->edit($lead, $groups[$group]);
    else $core->lead->setstatus($lead, $order['status']);
  }
}
