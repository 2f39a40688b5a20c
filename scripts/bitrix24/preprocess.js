// @ means "one of".
$fields = {
  filter: { '@ID': Object.values($ide) },
  select: ['ID', 'STATUS_ID'],
  start: 0,
};
