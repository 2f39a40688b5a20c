<?php
// @ means "one of".
$fields = [
  'filter' => ['@ID' => array_values($ide)],
  'select' => ['ID', 'STATUS_ID'],
  'start' => 0,
];
