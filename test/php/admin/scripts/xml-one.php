foreach ($data->lead as $l) $core->lead->setstc($e2i[(string) $l->id], (string) $l->state);
echo count($data->lead);
