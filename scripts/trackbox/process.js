// {"status": true, "data": [{"customerData": {"uniqueid": "90", "call_status": "Call Back", "depositor": 1, …},
//   "tracking": {"MPC_1": "15"}}], "nextToken": "17841238478062376"}
if ($data.status === false) $core.fail($data.message);

$core.each($data.data, ({ customerData, tracking }) => {
  // Leads are sent with our number in MPC_1.
  const lead = tracking?.MPC_1 || $e2i[customerData.uniqueid];
  if (Number(customerData.depositor) === 1) $core.lead.approve(lead, customerData.call_status);
  else $core.lead.setstc(lead, customerData.call_status);
});

// The last part repeats the token that led to it, or comes without rows.
const token = $data.nextToken;
if (token && token !== $carry && $data.data.length > 0) {
  const from = new Date(Number(token) / 10_000).toISOString().slice(0, 19).replace('T', ' ');
  $core.next({ fields: { from }, carry: token });
}
