// [{"order_hash": "zz", "status": 3, "cancel_reason": 15, "update_date_unix": 1767225600}, …]
const statuses = {
  1: { status: 2 },
  2: { accept: 1 },
  3: { status: 5 },
};

$core.each($data, (order) => {
  const lead = $e2i[order.order_hash];
  if (!lead) return; // of another system
  const edit = statuses[order.status];
  if (!edit) return $core.lead.setstatus(lead, order.status);
  const comment = order.status === 3 && order.cancel_reason ? `cancel_reason ${order.cancel_reason}` : null;
  $core.lead.edit(lead, { ...edit, comment });
});
