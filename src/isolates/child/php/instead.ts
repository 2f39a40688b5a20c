/** Functions that PHP has and scripts do not, and what to do instead. */

const request =
  'a script cannot send requests; the check asks the CRM (its URL, fields and preprocessing script), and the answer is $data';
const files = 'a script has no files; what it needs comes with the answer ($data) or the parameters ($params)';
const commands = 'a script cannot run commands';
const database = 'a script has no database; ids are in $e2i, statuses in $ids, and $core->lead->edit() changes a lead';
const mail = 'a script cannot send mail; $core->fail() reports a failure, and alerts are sent by the system';
const output = 'a script has no web page; echo and print_r go to the log of the run';
const session = 'nothing is kept from one run to the next';
const code = 'code cannot be made from text here; use a function or a closure';
const classes = 'scripts have no classes of their own; use functions and arrays';
const waiting = 'a script cannot wait; the check asks again by its schedule';
const settings = 'settings of PHP cannot be changed here';

const groups: readonly [pattern: RegExp, advice: string][] = [
  [
    /^(curl_|fsockopen|pfsockopen|stream_|socket_|http_(?!build)|soap|ftp_|get_headers|dns_|gethostby|checkdnsrr|getmxrr|file_get_contents$)/,
    request,
  ],
  [
    /^(fopen|fread|fwrite|fputs|fgets|fgetc|fgetcsv|fputcsv|fclose|feof|fflush|fseek|ftell|file|file_.*|readfile|unlink|rename|copy|mkdir|rmdir|opendir|readdir|closedir|scandir|glob|tempnam|tmpfile|touch|chmod|chown|is_file|is_dir|is_readable|is_writable|filesize|filemtime|parse_ini_file|simplexml_load_file|realpath|getcwd|chdir|move_uploaded_file|move_.*)$/,
    files,
  ],
  [
    /^(exec|shell_exec|system|passthru|popen|proc_.*|pcntl_.*|posix_.*|getenv|putenv|dl|phpinfo|php_uname|get_current_user|getmypid)$/,
    commands,
  ],
  [/^(mysqli?_|pg_|sqlite_|oci_|odbc_|mssql_|sqlsrv_|mongo|redis|memcache|apc|dba_)/, database],
  [/^(mail|mb_send_mail|imap_.*)$/, mail],
  [/^(header|headers_sent|setcookie|setrawcookie|http_response_code|flush)$/, output],
  [/^session_/, session],
  [/^(create_function|assert|highlight_.*|show_source|php_strip_whitespace|eval)$/, code],
  [
    /^(class_.*|get_object_vars|get_parent_class|method_exists|property_exists|spl_autoload.*|interface_exists|enum_exists)$/,
    classes,
  ],
  [/^(sleep|usleep|time_nanosleep|time_sleep_until|register_shutdown_function|register_tick_function)$/, waiting],
  [
    /^(ini_set|ini_get|ini_restore|set_include_path|ignore_user_abort|setlocale|putenv|libxml_.*|set_error_handler|set_exception_handler|restore_.*|trigger_error|user_error)$/,
    settings,
  ],
];

const single: Record<string, string> = {
  mysql_real_escape_string: 'nothing needs to be escaped: $core->lead->edit() takes the text as it is',
  utf8_decode: "use mb_convert_encoding($text, 'ISO-8859-1', 'UTF-8')",
  utf8_encode: "use mb_convert_encoding($text, 'UTF-8', 'ISO-8859-1')",
  strftime: 'use date()',
  gmstrftime: 'use gmdate()',
  each: 'use foreach',
  split: 'use explode() or preg_split()',
  ereg: 'use preg_match()',
  eregi: 'use preg_match() with the modifier i',
  ereg_replace: 'use preg_replace()',
  openssl_encrypt: 'signatures are made by hash() and hash_hmac()',
  openssl_sign: 'signatures are made by hash() and hash_hmac()',
  password_hash: 'signatures are made by hash() and hash_hmac()',
  money_format: 'use number_format()',
  mysqli_real_escape_string: 'nothing needs to be escaped: $core->lead->edit() takes the text as it is',
  dom_import_simplexml: 'use simplexml_load_string()',
  xml_parser_create: 'use simplexml_load_string()',
};

/** @returns advice, or null where PHP has no such function either */
export function insteadOf(name: string): string | null {
  if (Object.hasOwn(single, name)) return single[name] as string;
  return groups.find(([pattern]) => pattern.test(name))?.[1] ?? null;
}
