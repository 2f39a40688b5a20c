$lines = preg_split('/\r\n|\r|\n/', $data, -1, PREG_SPLIT_NO_EMPTY);
foreach ($lines as $n => $line) {
  if (!preg_match('/^(?<id>\w+)\s*[:=]\s*(?<st>.+?)\s*$/u', $line, $m)) { echo "skip $n\n"; continue; }
  if (isset($e2i[$m['id']])) $core->lead->edit($e2i[$m['id']], ['comment' => $m['st']]);
}
