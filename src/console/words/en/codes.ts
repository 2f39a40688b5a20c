export const statuses = {
  new: 'New',
  processing: 'Processing',
  callback: 'Callback',
  hold: 'Hold',
  cancelled: 'Cancelled',
  packing: 'Packing',
  sending: 'Sending',
  in_transit: 'In transit',
  delivered: 'Delivered',
  paid: 'Paid',
  returned: 'Returned',
  deleted: 'Deleted',
};

export const states = {
  running: 'Running',
  ok: 'OK',
  done: 'Done',
  failed: 'Failed',
  crashed: 'Crashed',
  skipped: 'Skipped',
  stopped: 'Stopped',
  queued: 'Queued',
  duplicate: 'Duplicate',
};

export const outcomes = {
  applied: 'Applied',
  wouldApply: 'Would apply',
  unchanged: 'Unchanged',
  refused: 'Refused',
};

export const kinds = {
  processing: 'In processing',
  accepted: 'Accepted',
  range: 'By dates',
  processingText: 'Leads in processing, callback and hold, by lists of ids',
  acceptedText: 'Accepted leads on their way to the customer, by lists of ids',
  rangeText: 'Every lead that is not final, by dates of creation',
};

export const sources = {
  check: 'check',
  operator: 'by hand',
  pipeline: 'pipeline',
  hold_timer: 'hold timer',
  cancel_timer: 'cancel timer',
};

export const alertKinds = {
  check_failing: 'The check fails',
  check_silent: 'The CRM mentions no lead',
  operation_failed: 'Operations fail',
  script_failing: 'The script fails',
};

export const money = {
  pay: 'Advertiser pays',
  wm: 'To the webmaster',
  ref: 'To the referrer',
  adjustment: 'Adjustment',
};

export const codes = {
  invalid_input: 'The input is not right.',
  unauthorized: 'Not signed in.',
  forbidden: 'Not allowed.',
  not_found: 'Not found.',
  conflict: 'Conflict.',
  in_use: 'In use.',
  gone: 'No longer available.',
  too_large: 'Too large.',
  rate_limited: 'Too many attempts.',
  script_invalid: 'The script does not compile.',
  unavailable: 'Temporarily unavailable.',
  offline: 'No connection.',
  unknown: 'Something went wrong.',
};

export const refusals = {
  unknown_id: 'Not a lead of this run',
  already_final: 'The lead is final already',
  already_booked: 'The lead is booked already',
  move_not_allowed: 'This move is not allowed',
  invalid_field: 'A field is not right',
  over_limit: 'Too many edits of one lead',
};

export const errors = {
  address_refused: 'The address is refused',
  host_not_allowed: 'The host is not allowed',
  request_timeout: 'The CRM did not answer in time',
  network_failed: 'The CRM cannot be reached',
  unsendable: 'The request cannot be sent',
  http_status: 'The CRM answered with an error',
  answer_too_large: 'The answer is too large',
  answer_empty: 'The answer is empty',
  decode_failed: 'The answer cannot be decoded',
  script_failed: 'The script reports a failure',
  script_timeout: 'The script ran out of time',
  script_memory: 'The script ran out of memory',
  script_output: 'The script gave back too much',
  script_invalid: 'The script does not compile',
  script_threw: 'The script threw an error',
  script_crashed: "The script's process died",
  login_failed: 'The log-in failed',
  too_many_requests: 'Too many requests in one run',
};

export const steps = {
  select: 'Select',
  preprocess: 'Preprocess',
  request: 'Request',
  decode: 'Decode',
  process: 'Process',
  apply: 'Apply',
};

export const fields = {
  status: 'status',
  reason: 'reason',
  comment: 'comment',
  crmStatus: "CRM's status",
  holdUntil: 'hold until',
  acceptedAt: 'accepted at',
  booked: 'booked',
  base: 'price',
  counts: 'units',
  currency: 'currency',
  goal: 'goal',
  track: 'tracking code',
  cash: 'commissions',
  webmasterId: 'webmaster',
  integrationId: 'integration',
  extId: 'external id',
  holdSince: 'hold since',
  accept: 'accept',
  leadId: 'lead',
};

export const warnings = {
  nothing_due: 'No lead is due for this check and offer, so the CRM was not asked. Name leads, or paste an answer.',
  lead_not_due: 'Lead {{leadId}} is not due for this check; a sweep would leave it out.',
  rows_without_lead: 'Rows that name no lead of this run: {{count}}',
  answer_missing: 'The script asks for one more answer, and none was given.',
  day_before_month:
    '{{macro}} prints the day before the month (yyyy-dd-MM HH:mm:ss), which is hardly ever what a CRM means.',
};
