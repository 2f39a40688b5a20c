<?php
// [{"id": "15", "status": "confirmed"}, …]
foreach ($data as $row) {
  $edit = match ($row['status']) {
    'new' => ['status' => 2],
    'confirmed' => ['accept' => 1],
    'cancelled' => ['status' => 5],
    default => null,
  };
  if ($edit) $core->lead->edit($row['id'], $edit);
  else $core->lead->setstatus($row['id'], $row['status']);
}
