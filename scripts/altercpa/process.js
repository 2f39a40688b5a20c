// [{"id": 501, "status": 5, "reason": 11, "phase": 4, "price": 1990, "count": 1, "currency": "mkd", "comment": "…"}, …]
const calls = { 1: 2, 2: 2, 3: 3, 4: 4 };
const deliveries = { 6: 6, 7: 7, 8: 8, 9: 9, 10: 10 };
const sameReasons = $params.same_reasons.split(',');

// Instead of a list: {"status": "error", "error": "access-denied"}
if ($data.status === 'error') $core.fail($data.error);

$core.each($data, (order) => {
  $core.lead.edit($e2i[order.id], { ...decided(order), comment: order.comment || null });
});

function decided({ phase, status, reason, price, count, currency }) {
  if (status === 11 || status === 12) return { status };
  switch (phase) {
    case 1:
    case 2:
      return { status: calls[status] };
    case 3:
      // What was approved there long ago may be on its way by now.
      return { accept: 1, status: deliveries[status], base: price, counts: count, curr: $core.currency.id(currency) };
    case 4:
      return { status: 5, reason: sameReasons.includes(`${reason}`) ? reason : null };
    case 5:
      return { status: 5, reason: $params.reason_trash };
  }
}
