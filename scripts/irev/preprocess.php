<?php
// In UTC and without milliseconds, whatever the zone of the integration: 2026-01-01T00:00:00Z
$fields['created_from'] = gmdate('Y-m-d\TH:i:s\Z', $ufrom);
