// [{"id": "9", "id2": "15", "status": "holded", "comment": "Callback {'id': 9, 'autologin_url': '…'}"}, …]
const statuses = {
  new: { status: 2 },
  holded: { status: 4 },
  confirmed: { accept: 1 },
  confirmed_compensation: { accept: 1 },
  cancelled: { status: 5 },
};

$core.each($data, (row) => {
  const lead = row.id2 || $e2i[row.id];
  const call = (row.comment ?? '').split('{')[0].trim();
  const edit = statuses[row.status];
  // Before the money moves, the call is all that happens.
  if (row.status === 'new' && call) $core.lead.setstc(lead, call);
  else if (edit) $core.lead.edit(lead, { ...edit, comment: call || null });
  else $core.lead.setstatus(lead, row.status);
});
