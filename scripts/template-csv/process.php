<?php
// Номер;Статус;Сумма;Количество;Трек
// A-1;Отправлен;1 990,00;2;RA123
foreach ($data as $row) {
  $lead = $e2i[$row['Номер']] ?? null;
  $core->lead->setstc($lead, $row['Статус']);
  // All values are text, and an empty one is no value: null leaves the field as it is.
  $core->lead->edit($lead, [
    'base' => $row['Сумма'] ?: null,
    'counts' => $row['Количество'] ?: null,
    'track' => $row['Трек'] ?: null,
  ]);
}
