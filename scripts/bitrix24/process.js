// {"result": [{"ID": "1", "STATUS_ID": "JUNK"}, …], "total": 1}
const stages = {
  NEW: { status: 2 },
  IN_PROCESS: { status: 2 },
  PROCESSED: { status: 2 },
  CONVERTED: { accept: 1 },
  JUNK: { status: 5, reason: $params.reason_trash },
};

if ($data.error) $core.fail($data.error_description || $data.error);

$core.each($data.result, ({ ID, STATUS_ID }) => {
  const edit = stages[STATUS_ID];
  if (edit) $core.lead.edit($e2i[ID], edit);
  // A stage of the account's own (UC_7XK2): mapped in the integration, else reported there.
  else $core.lead.setstatus($e2i[ID], STATUS_ID);
});
