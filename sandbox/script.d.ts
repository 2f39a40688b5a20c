/**
 * Everything a script sees besides the language itself. Scripts run as plain top-level code; these are globals.
 *
 * There is no `import`, `require`, `eval`, `Function(…)`, `Intl`, `WebAssembly`, `SharedArrayBuffer`, `Atomics`, `WeakRef`,
 * `FinalizationRegistry`, timer or network. `Date` stands still at the moment of the run and `Math.random` repeats, so that a run
 * can be replayed to the same result. The time zone is UTC.
 */

type SverkaJson = null | boolean | number | string | SverkaJson[] | { [key: string]: SverkaJson };
type SverkaText = string | number | boolean | null | undefined;
/** A lead's internal id. An external one is looked up first: `$e2i[row.id]`. */
type SverkaLeadId = number | string | null | undefined;

/** What a script may ask to change in a lead; the host decides. */
interface SverkaEdit {
  /** 1 approves the lead. Use this and not a status, so that everything an approval means happens. */
  accept?: 1 | true;
  /** 1 new, 2 processing, 3 callback, 4 hold, 5 cancelled, 6 packing, 7 sending, 8 in transit, 9 delivered, 10 paid, 11 returned, 12 deleted. */
  status?: number;
  /** Id of a reason, for status 5. */
  reason?: number;
  /** True: on hold for the offer's days. A number: for so many days. */
  hold?: boolean | number;
  comment?: string;
  /** Price of one item. */
  base?: number | string;
  /** How many items. */
  counts?: number;
  /** Id of a currency: `$core.currency.id('USD')`. */
  curr?: number | null;
  /** Id of a goal: `$core.goal.bycode($offer.id, 'ftd')`. */
  goal?: number | null;
  /** The parcel's tracking code. */
  track?: string;
  /** Payouts that replace the offer's own. */
  cash?: {
    /** To the webmaster. */
    wm?: number | string;
    /** From the advertiser. */
    pay?: number | string;
    /** To the referrer. */
    ref?: number | string;
    /** Their currency, an ISO code or an id. */
    cc?: number | string;
  };
}

interface SverkaLeads {
  /**
   * Records an edit. True where the lead is one of this run's, false where it is not. A lead takes 4 edits a run: the fifth is
   * refused, further ones are dropped with a warning.
   */
  edit(id: SverkaLeadId, edit: SverkaEdit): boolean;
  /** `edit(id, {accept: 1, comment})` */
  approve(id: SverkaLeadId, comment?: SverkaText): boolean;
  /** Recognises the CRM's word for a status. False, and noted in the run, where it cannot tell; empty texts change nothing. */
  setstatus(id: SverkaLeadId, status: SverkaText): boolean;
  /** The same, and writes the text into the comment, also where it cannot tell. */
  setstc(id: SverkaLeadId, status: SverkaText): boolean;
}

/** One more request. What is left out stays as in the request just sent. */
interface SverkaNext {
  /** Macros are expanded. Its host must be that of the check's own URL, or one of the integration's allowed hosts. */
  url?: string;
  method?: string;
  /** Merged by name; null takes a header away. */
  headers?: { [name: string]: string | number | null };
  /** Merged by name; null takes a field away. A text is sent as the body. */
  fields?: { [name: string]: SverkaJson | undefined } | string;
  /** Seconds to wait before it is sent, 0 to 60: `if (!$data.ready) $core.next({ wait: 5 })`. */
  wait?: number;
  /** Plain data, at most 64 KiB, that the script finds as `$carry` when it reads the next answer. */
  carry?: SverkaJson;
}

interface SverkaCore {
  /**
   * Calls `fn` for each element of a list or each member of an object; null is an empty list. A throw spoils that row alone:
   * it is logged with its line, and the rest go on. An element of XML that may repeat comes as a list only where it did:
   * `$core.each([].concat($data.order ?? []), …)`.
   */
  each<T>(rows: readonly T[] | null | undefined, fn: (row: T, index: number) => unknown): void;
  each<T>(rows: { [key: string]: T } | null | undefined, fn: (row: T, key: string) => unknown): void;
  /** Only in processing. */
  lead: SverkaLeads;
  /** Not in scripts of pipelines. */
  currency: {
    /** Id of a currency by its ISO code, or null. */
    id(iso: SverkaText): number | null;
  };
  /** Not in scripts of pipelines. */
  goal: {
    /** Id of an offer's goal by its code, or null. */
    bycode(offerId: number | string, code: SverkaText): number | null;
  };
  /** Fails the run: for a CRM that answers HTTP 200 with an error inside. */
  fail(message?: SverkaText): never;
  /** Leaves this batch out of the sweep. Only in preprocessing. */
  skip(why?: SverkaText): never;
  /**
   * Asks for one more request of this run, once this answer is done with; the same script then reads its answer, with `$page`
   * one higher. Once per answer, and as often as the check allows (`maxRequests`). Only in processing.
   */
  next(request: SverkaNext): void;
  /** Ends the operation here, as wished: the actions after it are not done. Only in scripts of pipelines. */
  stop(why?: SverkaText): never;
  /** Of a text's UTF-8 bytes, as lower-case hexadecimal digits. */
  hash: {
    md5(text: SverkaText): string;
    sha1(text: SverkaText): string;
    sha256(text: SverkaText): string;
    hmacSha1(text: SverkaText, key: SverkaText): string;
    hmacSha256(text: SverkaText, key: SverkaText): string;
  };
  /** Of UTF-8 text. */
  base64: {
    encode(text: SverkaText): string;
    /** Throws where it is no base64. */
    decode(encoded: SverkaText): string;
  };
  /** Percent-encoding as in forms: a space is `+`. */
  urlencode(text: SverkaText): string;
  /** `{ids: [1, 2], user: {name: 'x'}}` → `ids%5B%5D=1&ids%5B%5D=2&user%5Bname%5D=x`; null is left out, true is 1, false 0. */
  form(fields: { [name: string]: SverkaJson | undefined }): string;
}

/** Into the run's log: at most 1,000 lines and 64 KiB; the rest is counted. */
interface SverkaConsole {
  log(...values: unknown[]): void;
  info(...values: unknown[]): void;
  debug(...values: unknown[]): void;
  warn(...values: unknown[]): void;
  error(...values: unknown[]): void;
}

declare const $core: SverkaCore;
declare const console: SverkaConsole;

/** Parameters and secrets: the offer's win over the integration's, those over secrets. Of a pipeline: its own. */
declare var $params: { [name: string]: string };
/** Not in scripts of pipelines. */
declare var $offer: { id: number; name: string };
/** UNIX seconds. */
declare var $now: number;
/** What the check's log-in gave; null where it has none, and in a replay. Not in scripts of pipelines. */
declare var $token: string | null;

// ── Processing ──────────────────────────────────────────────────────────────────────────────────────────────────────────

/**
 * The decoded answer.
 * - JSON: what the CRM sent; integers beyond 2^53 are text, digits intact.
 * - XML: what the root element holds. An element with neither attributes nor children is its text, any other an object of
 *   both by name; its own text is `#text`, an attribute named like a child `@name`. A name that repeats is a list.
 * - CSV: a list of objects by the header row's names, or of lists. Forms: PHP's brackets nest. All values are text.
 * - PHP serialize: an array with keys 0, 1, 2… is a list, any other an object.
 */
declare var $data: any;
/** External id → internal id, for the leads of this run. */
declare var $e2i: { [extId: string]: number };
/** Internal id → current status. */
declare var $ids: { [id: string]: number };
/** Internal id → creation time, UNIX seconds. */
declare var $i2t: { [id: string]: number };
/** The internal id; only there where the check asks for one lead at a time. */
declare var $inid: number;
/** Header names are in lower case. */
declare var $response: { status: number; headers: { [name: string]: string } };
/** Which answer of the run this is: 1 for the first, 2 for that of the first `$core.next`… */
declare var $page: number;
/** What the script gave to `$core.next` as `carry`; null for the first answer. */
declare var $carry: any;

// ── Preprocessing ───────────────────────────────────────────────────────────────────────────────────────────────────────

/** Macros not yet expanded. Assign to it to change the request, like the three that follow. */
declare var $url: string;
declare var $method: string;
declare var $headers: { [name: string]: string | number | null };
/** Macros expanded. A text is sent as the body. */
declare var $fields: any;
/** The batch's internal ids; empty for a range. */
declare var $idl: number[];
/** Internal id → external id. */
declare var $ide: { [id: string]: string | null };
/** Internal ids, comma-separated. */
declare var $idsl: string;
/** External ids, comma-separated. */
declare var $idel: string;
/** First and last day of a range, `yyyy-MM-dd`; these and the following only for ranges. */
declare var $from: string;
declare var $to: string;
/** First second of the first day and last second of the last, `yyyy-dd-MM HH:mm:ss`: the day stands before the month. */
declare var $ffrom: string;
declare var $fto: string;
/** The same moments, UNIX seconds. */
declare var $ufrom: number;
declare var $uto: number;
/** The end plus one day, in the three forms. */
declare var $tom: string;
declare var $ftom: string;
declare var $utom: number;

// ── Pipelines ───────────────────────────────────────────────────────────────────────────────────────────────────────────

/** The fields of the event, by name. */
declare var $event: { [name: string]: any };
/** Results of the actions before this one, by name. */
declare var $steps: { [name: string]: any };
/** Assign to it what the actions after this one are to see: `{previous}`. */
declare var $result: any;
