// {"orders": [{"id": "A-1", "status": "approved"}, …], "pages": 3}
$core.each($data.orders, (order) => $core.lead.setstc($e2i[order.id], order.status));

if ($page < $data.pages) $core.next({ fields: { page: $page + 1 } });
