// {"status": 1, "conversions": [{"id": "5bd0", "action_id": "15", "status": "confirmed", "payouts": 5, "currency": "USD", …}],
//   "pagination": {"page": 1, "count": 1}}
const statuses = {
  pending: { status: 2 },
  hold: { status: 4 },
  confirmed: { accept: 1 },
  declined: { status: 5 },
  not_found: { status: 5 },
};

if ($data.status !== 1) $core.fail($data.error ?? $data.message);

$core.each($data.conversions, (row) => {
  const edit = statuses[row.status];
  if (!edit) return $core.lead.setstatus(row.action_id, row.status);
  // What they pay is what the advertiser owes us; what the webmaster gets stays the offer's affair.
  const cash = edit.accept && Number(row.payouts) > 0 ? { pay: row.payouts, cc: row.currency } : null;
  $core.lead.edit(row.action_id, { ...edit, cash, comment: row.comment || null });
});

if ($data.pagination.count > $page * 100) $core.next({ fields: { page: $page + 1 } });
