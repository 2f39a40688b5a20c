foreach ($data as $d): 
  $oid = $e2i[$d['id']];
  if (!$oid): continue; endif;
  if ($d['status'] == 'accept'): $core->lead->edit($oid, ['accept' => true]);
  elseif ($d['status'] == 'cancel'): $core->lead->edit($oid, ['status' => '5']);
  else: $core->lead->edit($oid, ['status' => 3]);
  endif;
endforeach;
