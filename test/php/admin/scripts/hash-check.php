foreach ($data as $d) {
  $sign = md5($d['id'] . ':' . $params['key']);
  if (!hash_equals($sign, $d['sign'])) { error_log("bad sign {$d['id']}"); continue; }
  $core->lead->edit($e2i[$d['id']], ['accept' => 1, 'track' => substr(hash_hmac('sha256', $d['id'], $params['key']), 0, 12)]);
}
