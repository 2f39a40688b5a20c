<?php
// {"report": 7}   {"report": 7, "ready": false}   {"report": 7, "ready": true, "orders": [{"id": "A-1", "status": "approved"}, …]}
if (isset($data['error'])) $core->fail($data['error']);

if (!empty($data['ready'])) {
  foreach ($data['orders'] as $order) $core->lead->setstc($e2i[$order['id']] ?? null, $order['status']);
} elseif ($page < 30) {
  $core->next([
    'url' => "https://{param:host}/api/reports/{$data['report']}",
    'method' => 'GET',
    'fields' => ['from' => null, 'to' => null],
    'wait' => 2,
  ]);
} else {
  $core->fail('The report was not ready within a minute');
}
