<?php
// {"items": [{"custom1": "15", "leadRequestIDEncoded": "x9", "saleStatus": "No Answer", "hasFTD": "1"}, …]}
foreach ($data['items'] as $row) {
  $lead = $row['custom1'] ?: $e2i[$row['leadRequestIDEncoded']] ?? null;
  // Once there is a deposit, it counts for more than what the last call was like.
  if ($row['hasFTD'] == 1) $core->lead->approve($lead, $row['saleStatus']);
  else $core->lead->setstc($lead, $row['saleStatus']);
}
