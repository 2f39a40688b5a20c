<?php
// ISO with milliseconds in UTC: 2025-12-31T00:00:00.000Z
$fields['from'] = gmdate('Y-m-d\TH:i:s.000\Z', $ufrom - 86400);
$fields['to'] = gmdate('Y-m-d\TH:i:s.000\Z', $uto + 86400);
