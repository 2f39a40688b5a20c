// [{"leadUuid": "u-1", "saleStatus": "no_answer", "goalTypeUuid": "g-lead", "createdAt": "2026-01-03T10:00:00Z"}, …]
const rows = $data.data ?? $data;

$core.each(rows, (row) => {
  const lead = $e2i[row.leadUuid];
  if (!lead) return; // after the range, or of another offer
  if (row.goalTypeUuid === $params.ftd_goal) $core.lead.approve(lead, row.saleStatus);
  else $core.lead.setstc(lead, row.saleStatus);
});

if (rows.length === 100) $core.next({ fields: { page: $page + 1 } });
