<?php
// {"success": true, "result": […]}; 1: {"token": "…"}   2: {"sessionName": "…"}   3: [{"salesorder_custom": "1", "sostatus": "Отказ"}]
$accept = ['accept' => 1];
$trash = ['status' => 5, 'reason' => $params['reason_trash']];
$refused = ['status' => 5, 'reason' => $params['reason_refused']];
$statuses = [
  'Брак' => $trash,
  'Тест' => $trash,
  'Фейк' => $trash,
  'Фейк вернулся' => $trash,
  'Дубль' => ['status' => 5, 'reason' => $params['reason_duplicate']],
  'Отказ' => $refused,
  'Не целевой' => $refused,
  'Консультация' => ['status' => 5, 'reason' => $params['reason_consultation']],
  'Недозвон' => ['status' => 5, 'reason' => $params['reason_no_answer']], // final here
  'Отправлять' => $accept,
  'Доставлять' => $accept,
  'Доставка согласована' => $accept,
  'Доставить позже' => $accept,
  'Приостановлен' => $accept,
  'Требует доработки оператора' => $accept,
  'Отправлен' => ['accept' => 1, 'status' => 8],
  'Товар в точке получения' => ['accept' => 1, 'status' => 9],
  'Товар получен' => ['accept' => 1, 'status' => 10],
  'Деньги получены' => ['accept' => 1, 'status' => 10],
  'Деньги получены от потери' => ['accept' => 1, 'status' => 10], // the carrier lost it and pays
  'Отказ от отправки' => ['status' => 11],
  'Отказ от получения' => ['status' => 11],
  'Посылка вернулась' => ['status' => 11],
];
$url = 'https://{param:host}/webservice.php';

if (!$data['success']) $core->fail($data['error']['message'] ?? null);

$result = $data['result'] ?? null;
if ($page === 1) {
  $key = md5($result['token'] . $params['access_key']);
  $fields = ['operation' => 'login', 'username' => $params['username'], 'accessKey' => $key];
  $core->next(['url' => $url, 'method' => 'POST', 'fields' => $fields]);
} elseif ($page === 2) {
  $session = $result['sessionName'];
  $numbers = [];
  foreach (array_keys($e2i) as $number) $numbers[] = "'" . str_replace("'", '', $number) . "'";
  $query = 'SELECT * FROM SalesOrder WHERE salesorder_custom IN (' . implode(',', $numbers) . ');';
  $fields = ['operation' => 'query', 'sessionName' => $session, 'query' => $query, 'username' => null, 'accessKey' => null];
  $core->next(['url' => $url, 'method' => 'GET', 'fields' => $fields, 'carry' => $session]);
} elseif ($page === 3) {
  foreach ($result as $order) {
    $lead = $e2i[$order['salesorder_custom']] ?? null;
    $edit = $statuses[$order['sostatus']] ?? null;
    if ($edit) $core->lead->edit($lead, [...$edit, 'comment' => ($order['comment'] ?? '') ?: null]);
    else $core->lead->setstatus($lead, $order['sostatus']);
  }
  $fields = ['operation' => 'logout', 'sessionName' => $carry, 'query' => null];
  $core->next(['url' => $url, 'method' => 'POST', 'fields' => $fields]);
}
