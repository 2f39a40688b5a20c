<?php
// [{"leadUuid": "u-1", "saleStatus": "no_answer", "goalTypeUuid": "g-lead", "createdAt": "2026-01-03T10:00:00Z"}, …]
$rows = $data['data'] ?? $data;

foreach ($rows as $row) {
  $lead = $e2i[$row['leadUuid']] ?? null;
  if (!$lead) continue; // after the range, or of another offer
  if ($row['goalTypeUuid'] === $params['ftd_goal']) $core->lead->approve($lead, $row['saleStatus']);
  else $core->lead->setstc($lead, $row['saleStatus']);
}

if (count($rows) === 100) $core->next(['fields' => ['page' => $page + 1]]);
