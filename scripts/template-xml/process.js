// <orders><order id="10"><status>В пути</status><comment/></order>…</orders>
if ($data.error) $core.fail($data.error);

// One order is no list, and none is not even an object.
$core.each([].concat($data.order ?? []), (order) => {
  $core.lead.setstc($e2i[order.id], order.status);
});
