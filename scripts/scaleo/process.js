// {"info": {"transactions": [{"transaction_id": "t1", "sub_id1": "15", "conversion_status": "approved"}, …]}}
const statuses = {
  pending: { status: 2 },
  approved: { accept: 1 },
  rejected: { status: 5 },
  trash: { status: 5, reason: $params.reason_trash },
};
const rows = $data.info?.transactions ?? $core.fail($data.message ?? 'The answer holds no info.transactions');

$core.each(rows, (row) => {
  const edit = statuses[row.conversion_status];
  if (edit) $core.lead.edit(row.sub_id1, edit);
  else $core.lead.setstatus(row.sub_id1, row.conversion_status);
});

if (rows.length === 100) $core.next({ fields: { page: $page + 1 } });
