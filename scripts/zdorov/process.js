// {"success": true, "result": […]}; 1: {"token": "…"}   2: {"sessionName": "…"}   3: [{"salesorder_custom": "1", "sostatus": "Отказ"}]
const accept = { accept: 1 };
const trash = { status: 5, reason: $params.reason_trash };
const refused = { status: 5, reason: $params.reason_refused };
const statuses = {
  Брак: trash,
  Тест: trash,
  Фейк: trash,
  'Фейк вернулся': trash,
  Дубль: { status: 5, reason: $params.reason_duplicate },
  Отказ: refused,
  'Не целевой': refused,
  Консультация: { status: 5, reason: $params.reason_consultation },
  Недозвон: { status: 5, reason: $params.reason_no_answer }, // final here
  Отправлять: accept,
  Доставлять: accept,
  'Доставка согласована': accept,
  'Доставить позже': accept,
  Приостановлен: accept,
  'Требует доработки оператора': accept,
  Отправлен: { accept: 1, status: 8 },
  'Товар в точке получения': { accept: 1, status: 9 },
  'Товар получен': { accept: 1, status: 10 },
  'Деньги получены': { accept: 1, status: 10 },
  'Деньги получены от потери': { accept: 1, status: 10 }, // the carrier lost it and pays
  'Отказ от отправки': { status: 11 },
  'Отказ от получения': { status: 11 },
  'Посылка вернулась': { status: 11 },
};
const url = 'https://{param:host}/webservice.php';

if (!$data.success) $core.fail($data.error?.message);

if ($page === 1) {
  const accessKey = $core.hash.md5($data.result.token + $params.access_key);
  $core.next({ url, method: 'POST', fields: { operation: 'login', username: $params.username, accessKey } });
} else if ($page === 2) {
  const { sessionName } = $data.result;
  const numbers = Object.keys($e2i).map((number) => `'${number.replaceAll("'", '')}'`);
  const query = `SELECT * FROM SalesOrder WHERE salesorder_custom IN (${numbers});`;
  const fields = { operation: 'query', sessionName, query, username: null, accessKey: null };
  $core.next({ url, method: 'GET', fields, carry: sessionName });
} else if ($page === 3) {
  $core.each($data.result, (order) => {
    const lead = $e2i[order.salesorder_custom];
    const edit = statuses[order.sostatus];
    if (edit) $core.lead.edit(lead, { ...edit, comment: order.comment || null });
    else $core.lead.setstatus(lead, order.sostatus);
  });
  $core.next({ url, method: 'POST', fields: { operation: 'logout', sessionName: $carry, query: null } });
}
