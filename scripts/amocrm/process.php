<?php
// {"_embedded": {"leads": [{"id": 1, "status_id": 143, "price": 1990, "_embedded": {"loss_reason": [{"name": "Дорого"}]}}, …]}}
$won = 142;
$lost = 143;

// With HTTP 204 there is no answer at all.
foreach ($data['_embedded']['leads'] ?? [] as $deal) {
  $lead = $e2i[$deal['id']] ?? null;
  if ($deal['status_id'] == $won) {
    $core->lead->edit($lead, ['accept' => 1, 'base' => $deal['price']]);
  } elseif ($deal['status_id'] == $lost) {
    $core->lead->edit($lead, ['status' => 5, 'comment' => $deal['_embedded']['loss_reason'][0]['name'] ?? null]);
  } elseif (!$core->lead->setstatus($lead, $deal['status_id'])) {
    // A stage of the account's own: mapped in the integration, else simply in work.
    $core->lead->edit($lead, ['status' => 2]);
  }
}
