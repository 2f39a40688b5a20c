// A-1=approved
// A-2=callback
if ($data.startsWith('ERROR')) $core.fail($data);

$core.each($data.split(/\r?\n/), (line) => {
  if (line.trim() === '') return;
  const [number, status] = line.split('=');
  $core.lead.setstatus($e2i[number], status);
});
