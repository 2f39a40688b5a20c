function walk($node, $e2i, $core) {
  if (isset($node['ext'], $node['state']) && isset($e2i[$node['ext']])) $core->lead->edit($e2i[$node['ext']], ['status' => $node['state']]);
  foreach ($node['children'] ?? [] as $child) walk($child, $e2i, $core);
}
walk($data, $e2i, $core);
