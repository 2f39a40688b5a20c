// {"9001": {"status": "accepted", "payment": {"status": 0}, "fields": {"comment": "ok"}}, …}
const statuses = {
  accepted: { accept: 1 },
  paid: { accept: 1, status: 10 },
  return: { status: 11 },
  canceled: { status: 5 },
  spam: { status: 5, reason: $params.reason_trash },
};
const payments = {
  '-1': { status: 5 },
  0: { status: 2 },
  1: { accept: 1 },
};

if ($data.error) $core.fail($data.error);

$core.each($data, (order, number) => {
  const lead = $e2i[number];
  // While nobody has called the client, there is no status but the one of the payment.
  const edit = order.status == null ? payments[order.payment?.status] : statuses[order.status];
  if (!edit) return $core.lead.setstatus(lead, order.status);
  $core.lead.edit(lead, { ...edit, comment: order.fields?.comment || null });
});
