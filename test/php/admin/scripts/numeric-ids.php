foreach ($data as $row) {
  $id = $e2i[$row['order_id']];
  if ($id) $core->lead->edit($id, ['comment' => 'Order #' . $row['order_id'] . ' = ' . ($row['order_id'] + 1)]);
}
