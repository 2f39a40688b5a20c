<?php
// [{"id": 501, "status": 5, "reason": 11, "phase": 4, "price": 1990, "count": 1, "currency": "mkd", "comment": "…"}, …]
$calls = [1 => 2, 2 => 2, 3 => 3, 4 => 4];
$deliveries = [6 => 6, 7 => 7, 8 => 8, 9 => 9, 10 => 10];
$sameReasons = explode(',', $params['same_reasons']);

// Instead of a list: {"status": "error", "error": "access-denied"}
if (isset($data['status']) && $data['status'] === 'error') $core->fail($data['error']);

foreach ($data as $order) {
  $status = $order['status'];
  $reason = $order['reason'] ?? 0;
  $edit = [];
  if ($status === 11 || $status === 12) {
    $edit = ['status' => $status];
  } else {
    switch ($order['phase']) {
      case 1:
      case 2:
        $edit = ['status' => $calls[$status] ?? null];
        break;
      case 3:
        // What was approved there long ago may be on its way by now.
        $edit = [
          'accept' => 1,
          'status' => $deliveries[$status] ?? null,
          'base' => $order['price'] ?? null,
          'counts' => $order['count'] ?? null,
          'curr' => $core->currency->id($order['currency'] ?? ''),
        ];
        break;
      case 4:
        $edit = ['status' => 5, 'reason' => in_array($reason, $sameReasons) ? $reason : null];
        break;
      case 5:
        $edit = ['status' => 5, 'reason' => $params['reason_trash']];
        break;
    }
  }
  if (!empty($order['comment'])) $edit['comment'] = $order['comment'];
  $core->lead->edit($e2i[$order['id']] ?? null, $edit);
}
