foreach ($data as $d) $core->lead->edit($e2i[$d['id']], ['comment' => trim(html_entity_decode(strip_tags(str_replace(['<br>', '<br/>'], "\n", $d['h']))))]);
