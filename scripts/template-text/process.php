<?php
// A-1=approved
// A-2=callback
if (strpos($data, 'ERROR') === 0) $core->fail($data);

foreach (preg_split('/\r?\n/', $data) as $line) {
  if (trim($line) === '') continue;
  list($number, $status) = explode('=', $line);
  $core->lead->setstatus($e2i[$number] ?? null, $status);
}
