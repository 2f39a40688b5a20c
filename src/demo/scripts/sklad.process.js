// Sklad answers in XML: <orders><order id="10001"><status>В пути</status><track>SK10001</track></order>…</orders>.
// With one order there is no list, with none there is only the text between the tags.
const orders = [].concat($data.order ?? []);

$core.each(orders, (order) => {
  const lead = $e2i[order.id];
  $core.lead.setstc(lead, order.status);
  if (order.track) $core.lead.edit(lead, { track: order.track });
});
