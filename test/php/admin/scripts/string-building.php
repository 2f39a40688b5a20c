$log = '';
foreach ($data as $k => $d) {
  $log .= ($k ? ', ' : '') . str_pad($d['id'], 3, '0', STR_PAD_LEFT) . '=' . ucwords($d['status']);
  if (strlen($log) > 20) $log = '...' . substr($log, -10);
}
$core->lead->edit(1, ['comment' => $log, 'track' => strrev(md5($log))]);
