// {"status": "success", "data": {"15": {"status": "shipped", "conversion": true}, …}}
const open = {
  waiting: { status: 2 },
  process: { status: 2 },
  lead: { status: 2 },
  suspicious: { status: 2 },
  called: { status: 2 },
  call_later: { status: 3 },
  trash: { status: 5, reason: $params.reason_trash },
  invalid: { status: 5, reason: $params.reason_trash },
  unreachable: { status: 5, reason: $params.reason_no_answer },
  canceled: { status: 5 },
  rejected: { status: 5 },
  unknown: {}, // not an order of theirs
};
const converted = {
  approved: { accept: 1 },
  quality_control: { accept: 1 },
  shipping_queue: { accept: 1 },
  shipped: { accept: 1, status: 8 },
  delivered: { accept: 1, status: 10 },
  undelivered: { status: 11 },
  rejected: { status: 11 },
  refund: { status: 11 },
  canceled: { status: 11 },
  unreachable: { status: 11 },
};

if ($data.status !== 'success') $core.fail($data.message ?? $data.status);

$core.each($data.data, ({ status, conversion }, lead) => {
  // Only the flag tells what a word means.
  const edit = (conversion ? converted : open)[status];
  if (edit) $core.lead.edit(lead, edit);
  else console.warn(`Lead ${lead}: ${status} with conversion=${conversion} means nothing here`);
});
