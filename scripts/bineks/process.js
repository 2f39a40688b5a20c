// [{"order_id": "1", "status": "4", "rejection": "дорого"}, …]
const statuses = {
  0: { status: 2 },
  1: { status: 2 },
  2: { accept: 1 },
  4: { status: 5 },
  6: { status: 11 },
};

$core.each($data, (order) => {
  const lead = order.order_id;
  const edit = statuses[order.status];
  if (!edit) return $core.lead.setstatus(lead, order.status);
  $core.lead.edit(lead, { ...edit, comment: order.rejection || null });
});
