const day = 86_400;
// ISO with milliseconds in UTC: 2025-12-31T00:00:00.000Z
$fields.from = new Date(($ufrom - day) * 1000).toISOString();
$fields.to = new Date(($uto + day) * 1000).toISOString();
