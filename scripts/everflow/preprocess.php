<?php
$fields = [
  'from' => $from,
  'to' => $to,
  'timezone_id' => (int) $params['timezone_id'],
  'show_conversions' => true,
  'show_events' => false,
  'query' => ['filters' => []],
];
