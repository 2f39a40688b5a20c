// Chai24 takes JSON, signed with our secret.
const body = JSON.stringify($fields);
$headers['Content-Type'] = 'application/json';
$headers['X-Signature'] = $core.hash.hmacSha256(body, $params.secret);
$fields = body;
