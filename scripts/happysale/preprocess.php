<?php
// data is a JSON text of [{"id": …, "country": "ru"}, …] within a form. Numbers go as numbers.
$orders = [];
foreach ($ide as $number) $orders[] = ['id' => (int) $number, 'country' => $params['country']];
$data = json_encode($orders);

$hash = hash('sha256', strlen($data) . md5($params['uid']));
$url .= "?uid={$params['uid']}&hash=$hash&s=" . urlencode($params['secret']);
$fields = ['data' => $data];
