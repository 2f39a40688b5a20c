// {"conversions": [{"conversion_id": "c1", "status": "approved", "revenue": 10, "currency_id": "USD", "sub1": "15"}, …]}
const statuses = {
  pending: { status: 2 },
  on_hold: { status: 4 },
  approved: { accept: 1 },
  rejected: { status: 5 },
  invalid: { status: 5, reason: $params.reason_duplicate },
};

$core.each($data.conversions, (row) => {
  const edit = statuses[row.status];
  if (!edit) return $core.lead.setstatus(row.sub1, row.status);
  const cash = edit.accept && row.revenue > 0 ? { pay: row.revenue, cc: row.currency_id } : null;
  $core.lead.edit(row.sub1, { ...edit, cash });
});

if ($data.conversions.length === 100) {
  const url = `https://api.eflow.team/v1/affiliates/reporting/conversions?page=${$page + 1}&page_size=100`;
  $core.next({ url });
}
