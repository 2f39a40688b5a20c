// [{"id": "15", "status": "confirmed"}, …]
const statuses = {
  new: { status: 2 },
  confirmed: { accept: 1 },
  cancelled: { status: 5 },
};

$core.each($data, (row) => {
  const edit = statuses[row.status];
  if (edit) $core.lead.edit(row.id, edit);
  else $core.lead.setstatus(row.id, row.status);
});
