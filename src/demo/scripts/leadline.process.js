// LeadLine answers with a list of orders: [{id, status, reason, tracking}].
const delivery = { packed: 6, 'ready to ship': 7, 'in transit': 8, 'at pickup point': 9, 'bought out': 10 };
const calls = { new: 1, 'in work': 2, 'call back': 3 };
const reasons = {
  'changed mind': 2,
  'too expensive': 9,
  duplicate: 7,
  'wrong number': 1,
  'not reached': 11,
  'did not order': 3,
};

$core.each($data, (order) => {
  const lead = $e2i[order.id];
  const { status, tracking: track } = order;
  if (status === 'approved') {
    $core.lead.edit(lead, { accept: 1 });
  } else if (delivery[status]) {
    // Accepting again changes nothing, and books what was accepted before it came to us.
    $core.lead.edit(lead, { accept: 1, status: delivery[status], track });
  } else if (status === 'returned') {
    $core.lead.edit(lead, { status: 11, track });
  } else if (status === 'on hold') {
    $core.lead.edit(lead, { hold: true });
  } else if (status === 'rejected') {
    $core.lead.edit(lead, { status: 5, reason: reasons[order.reason], comment: order.reason });
  } else if (calls[status]) {
    $core.lead.edit(lead, { status: calls[status] });
  } else {
    // Words that LeadLine thinks up: recognised, or reported to us.
    $core.lead.setstatus(lead, status);
  }
});
