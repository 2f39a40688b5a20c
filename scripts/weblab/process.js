// <br/>[{"transaction_id": "15", "fetch_data_success": true, "status": "confirmed"}, …]
const statuses = {
  hold: {}, // waits for a call: nothing changes
  confirmed: { accept: 1 },
  cancelled: { status: 5 },
  trash: { status: 5, reason: $params.reason_trash },
};

$core.each($data, (row) => {
  if (!row.fetch_data_success) return console.warn(`No data for lead ${row.transaction_id}`);
  const edit = statuses[row.status];
  // Our own id comes back, so there is nothing to look up in $e2i.
  if (edit) $core.lead.edit(row.transaction_id, edit);
  else $core.lead.setstatus(row.transaction_id, row.status);
});
