<?php
// [{"id": "7", "click_id": "c", "aff_sub": "15", "lead_status": "No answer", "conversion_type": "Lead"}, …]
foreach ($data as $row) {
  // The lead was sent with our number in aff_sub.
  if ($row['conversion_type'] == 'Conversion') $core->lead->approve($row['aff_sub'], $row['lead_status']);
  else $core->lead->setstc($row['aff_sub'], $row['lead_status']);
}
