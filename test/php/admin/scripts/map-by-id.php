foreach ($data['items'] as $id => $item) {
  if (!array_key_exists($id, $e2i)) continue;
  $core->lead->edit($e2i[$id], ['status' => $item ? 3 : 2, 'comment' => "key $id"]);
}
