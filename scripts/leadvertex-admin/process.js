// 1: {"3": {"name": "Подтверждён", "group": "accepted"}, …}   2: {"15": {"status": "3", "phone": "7900", …}, …}
const groups = {
  processing: { status: 2 },
  accepted: { accept: 1 },
  canceled: { status: 5 },
};

if ($data.error) $core.fail($data.error);

if ($page === 1) {
  const groupOf = {};
  $core.each($data, (status, number) => (groupOf[number] = status.group));
  $core.next({
    url: 'https://{param:host}/api/admin/getOrdersByIds.html?token={param:token}&ids={idel}',
    carry: groupOf,
  });
} else {
  $core.each($data, (order, number) => {
    const edit = groups[$carry[order.status]];
    if (edit) $core.lead.edit($e2i[number], edit);
    else $core.lead.setstatus($e2i[number], order.status);
  });
}
