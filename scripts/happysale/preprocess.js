// data is a JSON text of [{"id": …, "country": "ru"}, …] within a form. Numbers go as numbers.
const orders = Object.values($ide).map((id) => ({ id: Number(id), country: $params.country }));
const data = JSON.stringify(orders);

// Only ASCII in it, so its length in characters is that in bytes, which PHP's strlen counts.
const hash = $core.hash.sha256(data.length + $core.hash.md5($params.uid));
$url += `?uid=${$params.uid}&hash=${hash}&s=${$core.urlencode($params.secret)}`;
$fields = { data };
