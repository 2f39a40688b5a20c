// {"rows": [{"sub_id": "15", "status": "sale", "revenue": 5, "postback_datetime": "2026-01-02 10:00:00"}, …], "total": 1}
const statuses = {
  lead: { status: 2 },
  sale: { accept: 1 },
  rejected: { status: 5 },
  trash: { status: 5, reason: $params.reason_trash },
};

$core.each($data.rows, (row) => {
  const edit = statuses[row.status];
  if (edit) $core.lead.edit(row.sub_id, edit);
  else $core.lead.setstatus(row.sub_id, row.status);
});

if ($data.total > $page * 100) $core.next({ fields: { offset: $page * 100 } });
