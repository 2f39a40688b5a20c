foreach ($data as $d) {
  $text = <<<TXT
    Статус: {$d['status']}
    Заказ $d[id]
    TXT;
  if (isset($e2i[$d['id']])) $core->lead->edit($e2i[$d['id']], ['comment' => $text]);
}
