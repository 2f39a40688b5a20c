<?php
// {"orders": [{"id": "A-1", "status": "approved"}, …], "pages": 3}
foreach ($data['orders'] as $order) $core->lead->setstc($e2i[$order['id']] ?? null, $order['status']);

if ($page < $data['pages']) $core->next(['fields' => ['page' => $page + 1]]);
