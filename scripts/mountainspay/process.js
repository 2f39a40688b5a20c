// [{"order_id": 1, "status": 10}, …]
const statuses = {
  1: { accept: 1 },
  2: { status: 5 },
  3: { accept: 1, status: 8 },
  5: { accept: 1, status: 10 },
  7: { status: 11 },
  8: { status: 5, reason: $params.reason_duplicate },
  10: { status: 3 },
  11: { status: 3 },
  14: { status: 5, reason: $params.reason_duplicate },
  21: { status: 11 },
};

$core.each($data, (order) => {
  const lead = $e2i[order.order_id];
  const edit = statuses[order.status];
  if (edit) $core.lead.edit(lead, edit);
  // A code that is not in the table is reported, and can be mapped without touching this script.
  else $core.lead.setstatus(lead, order.status);
});
