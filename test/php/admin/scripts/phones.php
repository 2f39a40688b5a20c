foreach ($data as $d) {
  $phone = preg_replace('/\D+/', '', $d['phone']);
  if (strlen($phone) == 11 && $phone[0] == '8') $phone = '7' . substr($phone, 1);
  $core->lead->edit($e2i[$d['id']], ['comment' => '+' . $phone, 'status' => strpos($phone, '79') === 0 ? 3 : 2]);
}
