$post = json_encode(['ids' => array_values($ide), 'list' => $idel, 'at' => date('c', $now)]);
$headers['Content-Type'] = 'application/json';
$method = 'POST';
