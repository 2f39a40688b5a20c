// 1: {"authid": "12", "authhash": "ab…"}   2: {"statuses": [{"id": "1", "status": "A"}, …]}
const statuses = {
  P: { status: 2 },
  A: { accept: 1 },
  D: { status: 5 },
  F: { status: 5, reason: $params.reason_trash },
};

if ($page === 1) {
  const { authid, authhash } = $data;
  if (!authid) $core.fail($data.msg ?? 'KMA did not let us in: are login and password right?');
  const ids = Object.keys($e2i).join(',');
  // The address stays; name and password need not go along again.
  $core.next({
    method: 'POST',
    fields: { method: 'getstatuses', authid, authhash, ids, username: null, pass: null },
  });
} else {
  $core.each($data.statuses, (row) => {
    const edit = statuses[row.status];
    if (edit) $core.lead.edit($e2i[row.id], edit);
    else $core.lead.setstatus($e2i[row.id], row.status);
  });
}
