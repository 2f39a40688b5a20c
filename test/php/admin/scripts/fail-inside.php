if (isset($data['error'])) $core->fail('CRM: ' . $data['error']['message']);
$core->lead->approve(1);
