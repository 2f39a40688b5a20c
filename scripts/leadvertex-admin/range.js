// Three kinds of answers: the account's statuses, the numbers of the orders of these days, and the orders themselves.
const groups = {
  processing: { status: 2 },
  accepted: { accept: 1 },
  canceled: { status: 5 },
};
const api = 'https://{param:host}/api/admin';

if ($data.error) $core.fail($data.error);

if ($page === 1) {
  const groupOf = {};
  $core.each($data, (status, number) => (groupOf[number] = status.group));
  $core.next({
    url: `${api}/getOrdersIdsByCondition.html?token={param:token}&dateFrom={from:yyyy-MM-dd HH:mm:ss}&dateTo={to:yyyy-MM-dd HH:mm:ss}`,
    carry: { groupOf, numbers: null },
  });
} else if ($page === 2) {
  // Orders that came to them by other ways are not ours to ask for.
  askOn($data.filter((number) => $e2i[number]));
} else {
  $core.each($data, (order, number) => {
    const edit = groups[$carry.groupOf[order.status]];
    if (edit) $core.lead.edit($e2i[number], edit);
    else $core.lead.setstatus($e2i[number], order.status);
  });
  askOn($carry.numbers);
}

function askOn(numbers) {
  if (numbers.length === 0) return;
  $core.next({
    url: `${api}/getOrdersByIds.html?token={param:token}&ids=${numbers.slice(0, 100).join(',')}`,
    carry: { groupOf: $carry.groupOf, numbers: numbers.slice(100) },
  });
}
