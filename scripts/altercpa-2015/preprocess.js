// The signature is of the very body that is sent, so the body is made here.
$fields = $core.form($fields);
$url += `?id=${$params.user}-${$core.hash.hmacSha1($fields, $params.key)}`;
