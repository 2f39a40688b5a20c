/**
 * Every name that a script finds without declaring it: what tells a misspelt name from a right one. A test holds these lists
 * against the globals of the runtime and against `script.d.ts`.
 */
import type { Stage } from './job.ts';

const words = (text: string): string[] => text.split(/\s+/);

/** What stays of the language. */
export const languageNames: readonly string[] = words(
  `AggregateError Array ArrayBuffer BigInt BigInt64Array BigUint64Array Boolean DataView Date Error EvalError Float32Array
  Float64Array Function Infinity Int16Array Int32Array Int8Array Iterator JSON Map Math NaN Number Object Promise Proxy
  RangeError ReferenceError Reflect RegExp Set String Symbol SyntaxError TypeError URIError Uint16Array Uint32Array
  Uint8Array Uint8ClampedArray WeakMap WeakSet decodeURI decodeURIComponent encodeURI encodeURIComponent escape globalThis
  isFinite isNaN parseFloat parseInt undefined unescape`,
);

/** What we add to it, by stage; `$inid` and the days of a range are there for some checks alone. */
export const stageNames: Readonly<Record<Stage, readonly string[]>> = {
  preprocess: words(
    `$core $params $token $offer $now console $url $method $headers $fields $idl $ide $idsl $idel
    $from $to $ffrom $fto $ufrom $uto $tom $ftom $utom`,
  ),
  action: words('$core $params $now console $event $steps $result'),
  process: words('$core $params $token $offer $now console $data $page $carry $e2i $ids $i2t $inid $response'),
};

/** Those of them that not every run has. */
export const givenSometimes: ReadonlySet<string> = new Set(
  words('$inid $from $to $ffrom $fto $ufrom $uto $tom $ftom $utom'),
);

/** Members by name; null for what may hold anything. */
export interface Members {
  readonly [name: string]: Members | null;
}

const anything = (...names: string[]): Members => Object.fromEntries(names.map((name) => [name, null]));

/** The names whose members are known. */
export const memberNames: Members = {
  $core: {
    ...anything('each', 'fail', 'skip', 'next', 'stop', 'urlencode', 'form'),
    lead: anything('edit', 'approve', 'setstatus', 'setstc'),
    currency: anything('id'),
    goal: anything('bycode'),
    hash: anything('md5', 'sha1', 'sha256', 'hmacSha1', 'hmacSha256'),
    base64: anything('encode', 'decode'),
  },
  console: anything('log', 'info', 'debug', 'warn', 'error'),
  $offer: anything('id', 'name'),
  $response: anything('status', 'headers'),
};

/** Members that are there at one stage alone. */
export const membersOfStage: Readonly<Record<string, Stage>> = {
  '$core.lead': 'process',
  '$core.skip': 'preprocess',
  '$core.next': 'process',
  '$core.stop': 'action',
};
