if (date('N') > 7) $core->skip('weekend');
$fields['token'] = md5($params['key'] . $now);
$fields['ids'] = implode(',', $idl);
$headers['X-Sign'] = hash_hmac('sha256', http_build_query($fields), $params['key']);
$url .= '&n=' . count($idl);
