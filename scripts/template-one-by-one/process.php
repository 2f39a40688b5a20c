<?php
// status=confirmed&sum=1+990%2C00&track=RA123
if ($response['status'] === 404) {
  error_log('The CRM does not know this order');
} else {
  $core->lead->setstc($inid, $data['status']);
  $core->lead->edit($inid, ['base' => $data['sum'] ?? null, 'track' => $data['track'] ?? null]);
}
