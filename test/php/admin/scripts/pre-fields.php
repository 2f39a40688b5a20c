unset($fields['ids']);
foreach ($ide as $id => $ext) $post['orders'][] = ['id' => $ext, 'our' => $id];
$headers['Authorization'] = 'Basic ' . base64_encode("{$ofps['user']}:{$ofps['pass']}");
$url = str_replace('orders', 'status', $url) . '&' . http_build_query(['q' => 'a b', 'n' => [1, 2]]);
