foreach ($data as $d) {
  try {
    if (empty($d['id'])) throw new InvalidArgumentException('no id', 7);
    $core->lead->edit($e2i[$d['id']], ['comment' => intdiv(100, $d['n'])]);
  } catch (DivisionByZeroError $e) {
    $core->lead->edit($e2i[$d['id']], ['comment' => get_class($e) . ': ' . $e->getMessage()]);
  } catch (InvalidArgumentException | TypeError $e) {
    error_log($e->getMessage());
  } finally { $n = ($n ?? 0) + 1; }
}
echo $n;
