// [{"id": "L1", "registration": {"status": "callback", "rawStatus": "Call Back 2"}, "isDeposited": false, "depositedAt": null}, …]
$core.each($data, (row) => {
  const lead = $e2i[row.id];
  if (!lead) return; // of the days before and after
  if (row.isDeposited) $core.lead.approve(lead, row.registration.rawStatus);
  // The raw text says more than the status that they made of it.
  else $core.lead.setstc(lead, row.registration.rawStatus || row.registration.status);
});

if ($data.length === 250) $core.next({ fields: { skip: $page * 250 } });
