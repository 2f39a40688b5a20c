<?php
// [{"id": 3, "email": "a@b.c", "status": {"id": 4, "name": "FTD"}, "is_action": 1, "date": "2026-01-01"}, …]
foreach ($data as $row) {
  // «FTD» is recognised as an approval, like every other word of theirs as what it means.
  $core->lead->setstc($e2i[$row['id']] ?? null, $row['status']['name'] ?? null);
}
