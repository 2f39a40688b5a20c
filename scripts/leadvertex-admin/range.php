<?php
// Three kinds of answers: the account's statuses, the numbers of the orders of these days, and the orders themselves.
$groups = [
  'processing' => ['status' => 2],
  'accepted' => ['accept' => 1],
  'canceled' => ['status' => 5],
];
const API = 'https://{param:host}/api/admin';

function askOn($core, $groupOf, $numbers) {
  if (!$numbers) return;
  $core->next([
    'url' => API . '/getOrdersByIds.html?token={param:token}&ids=' . implode(',', array_slice($numbers, 0, 100)),
    'carry' => ['groupOf' => $groupOf, 'numbers' => array_slice($numbers, 100)],
  ]);
}

if (isset($data['error'])) $core->fail($data['error']);

if ($page === 1) {
  $groupOf = [];
  foreach ($data as $number => $status) $groupOf[$number] = $status['group'];
  $days = 'dateFrom={from:yyyy-MM-dd HH:mm:ss}&dateTo={to:yyyy-MM-dd HH:mm:ss}';
  $core->next([
    'url' => API . "/getOrdersIdsByCondition.html?token={param:token}&$days",
    'carry' => ['groupOf' => $groupOf, 'numbers' => null],
  ]);
} elseif ($page === 2) {
  // Orders that came to them by other ways are not ours to ask for.
  $numbers = [];
  foreach ($data as $number) if (isset($e2i[$number])) $numbers[] = $number;
  askOn($core, $carry['groupOf'], $numbers);
} else {
  foreach ($data as $number => $order) {
    $lead = $e2i[$number] ?? null;
    $group = $carry['groupOf'][$order['status']] ?? '';
    if (isset($groups[$group])) $core->lead->edit($lead, $groups[$group]);
    else $core->lead->setstatus($lead, $order['status']);
  }
  askOn($core, $carry['groupOf'], $carry['numbers']);
}
