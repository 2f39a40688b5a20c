// {"_embedded": {"leads": [{"id": 1, "status_id": 143, "price": 1990, "_embedded": {"loss_reason": [{"name": "Дорого"}]}}, …]}}
const won = 142;
const lost = 143;

// With HTTP 204 there is no answer at all.
$core.each($data?._embedded.leads, (deal) => {
  const lead = $e2i[deal.id];
  const [reason] = deal._embedded?.loss_reason ?? [];
  if (deal.status_id === won) $core.lead.edit(lead, { accept: 1, base: deal.price });
  else if (deal.status_id === lost) $core.lead.edit(lead, { status: 5, comment: reason?.name });
  // A stage of the account's own: mapped in the integration, else simply in work.
  else if (!$core.lead.setstatus(lead, deal.status_id)) $core.lead.edit(lead, { status: 2 });
});
