$o = json_decode(json_encode($data));
foreach ($o->rows as $r) $core->lead->edit($e2i[$r->id] ?? 0, ['comment' => $r->client?->name ?? 'аноним', 'track' => $r?->delivery?->track ?? '']);
