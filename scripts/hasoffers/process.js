// {"response": {"status": 1, "data": {"page": 1, "data": [{"Stat": {"id": "1", "conversion_status": "approved", "affiliate_info1": "15"}}]}}}
const statuses = {
  pending: { status: 2 },
  approved: { accept: 1 },
  rejected: { status: 5 },
};
const { response } = $data;

if (response.status !== 1) $core.fail(response.errorMessage ?? JSON.stringify(response.errors));

const rows = Object.values(response.data.data);
$core.each(rows, ({ Stat }) => {
  const edit = statuses[Stat.conversion_status];
  if (edit) $core.lead.edit(Stat.affiliate_info1, edit);
  else $core.lead.setstatus(Stat.affiliate_info1, Stat.conversion_status);
});

if (rows.length === 100) $core.next({ fields: { page: $page + 1 } });
