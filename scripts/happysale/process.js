// {"1": {"status": "1", "send_status": "2", "fields": {"comment": ""}}, …}
const statuses = {
  0: { status: 2 },
  1: { accept: 1 },
  2: { status: 5 },
  3: { status: 3 },
  4: { status: 3 },
  5: { status: 5, reason: $params.reason_trash },
  6: { status: 5, reason: $params.reason_fraud }, // blacklist
};
const deliveries = {
  1: { status: 11 },
  2: { accept: 1, status: 10 },
};

$core.each($data, (order, number) => {
  const lead = $e2i[number];
  // The delivery comes later than the call and so says more.
  const edit = deliveries[order.send_status] ?? statuses[order.status];
  if (edit) $core.lead.edit(lead, { ...edit, comment: order.fields?.comment || null });
  else $core.lead.setstatus(lead, order.status);
});
