// Chai24 answers with a map: {"10001": {state, why, price: "4 000,00", packs, payout: "1 600,00", currency, track}}.
if ($data.error) $core.fail(`Chai24: ${$data.error}`);

const statuses = { created: 1, dialing: 2, recall: 3, queued: 7, road: 8, postomat: 9, cash: 10 };
const reasons = { 20: 2, 21: 9, 30: 7, 31: 1, 32: 11, 33: 3 };

$core.each($data, (order, id) => {
  const lead = $e2i[id];
  if (!lead) return; // orders of other networks come along
  const status = statuses[order.state];
  if (order.state === 'ok' || status >= 7) {
    const acceptance = { accept: 1, track: order.track };
    if (status) acceptance.status = status;
    if ($ids[lead] < 6) {
      // Money is said with the acceptance: what is booked afterwards stays as it is.
      acceptance.base = order.price;
      acceptance.counts = order.packs;
      acceptance.goal = order.packs >= 3 ? $core.goal.bycode($offer.id, 'family') : null;
      acceptance.cash = { pay: order.payout, cc: order.currency };
    }
    $core.lead.edit(lead, acceptance);
  } else if (order.state === 'back') {
    $core.lead.edit(lead, { status: 11 });
  } else if (order.state === 'hold') {
    $core.lead.edit(lead, { hold: 1 });
  } else if (order.state === 'no') {
    $core.lead.edit(lead, { status: 5, reason: reasons[order.why] });
  } else if (status) {
    $core.lead.edit(lead, { status });
  } else {
    $core.lead.setstc(lead, order.state);
  }
  // A payout corrected after the fact is refused and stands in the journal: an operator decides.
  if (order.correction) $core.lead.edit(lead, { cash: { pay: order.correction, cc: order.currency } });
});
