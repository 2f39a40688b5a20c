<?php
$fields = [
  'range' => ['from' => $from, 'to' => $to, 'timezone' => $params['timezone']],
  'columns' => ['sub_id', 'status', 'revenue', 'postback_datetime'],
  'limit' => 100,
  'offset' => 0,
];
