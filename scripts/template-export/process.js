// {"report": 7}   {"report": 7, "ready": false}   {"report": 7, "ready": true, "orders": [{"id": "A-1", "status": "approved"}, …]}
if ($data.error) $core.fail($data.error);

if ($data.ready) {
  $core.each($data.orders, (order) => $core.lead.setstc($e2i[order.id], order.status));
} else if ($page < 30) {
  const url = `https://{param:host}/api/reports/${$data.report}`;
  $core.next({ url, method: 'GET', fields: { from: null, to: null }, wait: 2 });
} else {
  $core.fail('The report was not ready within a minute');
}
