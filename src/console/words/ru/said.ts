/**
 * What the API says in English, in Russian: by the code where it comes with what stands in the sentence, else by the sentence
 * itself. What nothing here knows stays as it was said; quotes of answers and names of hosts are nobody's words.
 */
type Params = Record<string, string | number>;

/** Those that lack a parameter come out as null, and the sentence is looked up instead. */
const byCode: Record<string, (params: Params) => string | null> = {
  script_timeout: ({ limit }) => has(limit) && `Скрипт работал дольше ${milliseconds(Number(limit))}`,
  script_memory: ({ limit }) => has(limit) && `Скрипт занял больше ${limit} МБ памяти`,
  script_output: ({ limit, levels }) =>
    has(levels)
      ? `Скрипт вернул данные с вложенностью больше ${levels} уровней`
      : has(limit) && `Скрипт вернул больше ${limit} МБ`,
  script_failed: ({ message }) => has(message) && `Скрипт сообщил об ошибке: ${message}`,
  script_crashed: ({ reason }) =>
    reason === 'no_result'
      ? 'Скрипт не оставил результата, который можно прочитать'
      : reason === 'process_ended'
        ? 'Процесс, в котором работал скрипт, завершился'
        : null,
  decode_failed: ({ format, limit, reason }) =>
    has(format)
      ? `Ответ не читается как ${formats[String(format)] ?? format}: ${said(String(reason))}`
      : has(limit) && `Ответ не прочитан: разобранный, он больше ${limit} МБ`,
  too_many_requests: ({ limit }) => has(limit) && `Скрипт просит больше запросов, чем разрешено проверке: ${limit}`,
  answer_missing: ({ page }) => has(page) && `Скрипт просит ещё один ответ (${page}), а его нет`,
  field_missing: ({ fields }) => has(fields) && `Ничего не отправлено: в событии пусты обязательные поля: ${fields}`,
  refused: ({ said: words }) => has(words) && `Сервис отказал: ${words === '' ? 'ответ пуст' : words}`,
  maybe_delivered: ({ reason }) =>
    has(reason) && `Запрос мог дойти (${said(String(reason))}). Проверьте в сервисе, прежде чем отправлять его ещё раз`,
  status_unrecognised: ({ text }) =>
    has(text) && `Статус «${text}» не распознан: сопоставьте его в интеграции и повторите операцию`,
  data_too_deep: ({ levels }) => has(levels) && `Ответ показан до ${levels} уровней вложенности`,
  unknown_name: ({ name, near }) =>
    has(name) &&
    (has(near) ? `\`${name}\` здесь неизвестно; может быть, \`${near}\`?` : `\`${name}\` здесь неизвестно`),
  wrong_stage: ({ name, stage }) => has(name) && `\`${name}\` есть только в ${stageNames[String(stage)] ?? stage}`,
  default_reason: ({ leadId, reason }) => has(leadId) && `Лид ${leadId} отменён без причины: взята причина ${reason}`,
  accepted_not_booked: ({ leadId, status }) =>
    has(leadId) && `Статус ${status} ничего не начисляет лиду ${leadId}: деньги начисляет только accept`,
  hold_without_days: ({ leadId }) => has(leadId) && `У оффера нет дней холда: лид ${leadId} в холде без срока`,
  cancelled_after_acceptance: ({ leadId }) => has(leadId) && `Лид ${leadId} отменён, хотя был принят`,
  no_webmaster: ({ leadId }) => has(leadId) && `У лида ${leadId} нет вебмастера: начислять некому`,
  no_referrer: ({ leadId }) => has(leadId) && `У лида ${leadId} нет реферера: cash.ref никому не начислен`,
  booked_already: ({ leadId }) => has(leadId) && `Лид ${leadId} уже учтён: правка не меняет его денег`,
  log_cut: ({ lines }) => has(lines) && `Строк журнала, которые не сохранены: ${lines}`,
  edits_over_limit: ({ count }) => has(count) && `Правки сверх допустимых на один лид отброшены: ${count}`,
  already_final: ({ leadId, status }) => has(leadId) && `Лид ${leadId} уже завершён (статус ${status})`,
};

const has = (value: string | number | undefined): any => (value === undefined ? null : value === '' ? ' ' : value);

const formats: Record<string, string> = {
  csv: 'CSV',
  form: 'строка параметров',
  json: 'JSON',
  php: 'PHP serialize',
  text: 'текст',
  xml: 'XML',
};

const stageNames: Record<string, string> = {
  preprocess: 'скриптах предобработки',
  process: 'скриптах обработки',
  action: 'скриптах обработок событий',
};

const milliseconds = (ms: number): string => (ms % 100 === 0 ? `${String(ms / 1000).replace('.', ',')} с` : `${ms} мс`);

/** Of what stands in place of the groups, that of `~1` is a sentence of its own. */
const bySentence: readonly (readonly [RegExp, string])[] = (
  [
    // Fields
    ['is required', 'нужно заполнить'],
    ['is required: (.+)', 'нужно заполнить: $1'],
    ['is required, unless statusText is given', 'нужны поля или слова статуса'],
    ['is not a known field', 'неизвестное поле'],
    ['Invalid input: expected (\\w+), received (\\w+)', 'должно быть другого вида: ожидается $1, а пришло $2'],
    ['Too small: expected string to have >=1 characters', 'нужно заполнить'],
    ['Too small: expected string to have >=(\\d+) characters', 'не короче $1 символов'],
    ['Too big: expected string to have <=(\\d+) characters', 'не длиннее $1 символов'],
    ['Too small: expected array to have >=(\\d+) items', 'не меньше $1 шт.'],
    ['Too big: expected array to have <=(\\d+) items', 'не больше $1 шт.'],
    ['Too small: expected (?:number|int) to be >=?(-?[\\d.]+)', 'не меньше $1'],
    ['Too big: expected (?:number|int) to be <=?(-?[\\d.]+)', 'не больше $1'],
    ['Invalid option: expected one of (.+)', 'должно быть одним из: $1'],
    ['Invalid input', 'неверное значение'],
    ['Invalid URL', 'не адрес http или https'],
    ['Invalid email address', 'не почтовый адрес'],
    ['is not a mail address(: .+)?', 'не почтовый адрес$1'],
    ['is not an http or https URL(: .+)?', 'не адрес http или https$1'],
    ['is not the name of a header', 'не имя заголовка'],
    ['cannot be the name of a header', 'не может быть именем заголовка'],
    ['holds a character that a header cannot carry', 'содержит символ, которого в заголовке быть не может'],
    ['is not a method', 'не метод HTTP'],
    ['is not a currency code of three to five capital letters', 'не код валюты: от трёх до пяти заглавных букв'],
    ['is not a known charset: (.+)', 'неизвестная кодировка: $1'],
    ['is not an IANA time zone: (.+)', 'нет такого часового пояса: $1'],
    ['is not a host \\(crm\\.example\\.com\\): (.+)', 'не имя хоста (crm.example.com): $1'],
    ['is not a host or host:port: (.+)', 'не хост и не хост:порт: $1'],
    ['is not an IP address or CIDR block: (.+)', 'не IP-адрес и не сеть CIDR: $1'],
    ['is not the current password', 'это не текущий пароль'],
    ['is not the token of a bot', 'не токен бота'],
    [
      'is not a dotted path \\(data\\.token\\); a lone dot is the whole answer',
      'не путь через точки (data.token); одна точка — весь ответ',
    ],
    [
      'is not a name of 1 to 100 characters without spaces, &, = or #',
      'не имя: от 1 до 100 символов без пробелов, &, = и #',
    ],
    ['is a parameter of the address already: (.+)', 'такой параметр в адресе уже есть: $1'],
    ['cannot stand in an address: (.+)', 'не может стоять в адресе: $1'],
    ['must not hold braces or \\|', 'не должно содержать фигурных скобок и |'],
    ['is the name of another action: (.+)', 'так уже называется другое действие: $1'],
    ['the lead is named either by leadId or by extId', 'лид указывают или по номеру, или по внешнему id'],
    ['goes with the format csv, not (.+)', 'бывает только у формата csv, а не $1'],
    ['holds more than (\\d+) names', 'больше $1 имён'],
    ['holds more than 100 headers', 'больше 100 заголовков'],
    ['has (\\d+) bytes, at most (\\d+) are allowed', 'занимает $1 байт, а можно не больше $2'],
    ['holds a number that is too large', 'содержит слишком большое число'],
    ['holds no letter or digit', 'нет ни буквы, ни цифры'],
    ['refers to something that does not exist', 'ссылается на то, чего нет'],
    ['must be a day from 1970 to 2199', 'должен быть день с 1970 по 2199 год'],
    ['must be a time from 1970 to 2199', 'должно быть время с 1970 по 2199 год'],
    ['must not hold NUL characters', 'не должно содержать нулевых символов'],
    ['there is no (\\w+) (.+)', 'нет такого: $1 $2'],
    ['the network has no reason (\\d+); .+', 'в сети нет причины $1'],
    ['a reason goes with status 5 only', 'причина бывает только у статуса 5'],
    ['a webmaster cannot be the referrer of himself', 'вебмастер не может быть сам себе реферером'],
    ['is required: webmaster (\\d+) has no postbacks', 'нужно заполнить: у вебмастера $1 нет постбеков'],
    ['script (\\d+) has no version (\\d+)', 'у скрипта $1 нет версии $2'],
    ['either a phone or an email is required, and not both', 'нужен или телефон, или почта, но не оба'],
    // Amounts and edits
    ['must be an amount, not an empty text', 'нужна сумма'],
    ['must be an amount, not (.+)', 'нужна сумма, а не $1'],
    ['must not be negative: (.+)', 'не может быть меньше нуля: $1'],
    ['is ambiguous: (.+) \\(write 1234\\.56\\)', 'непонятно, где дробная часть: $1 (пишите 1234.56)'],
    ['is not an amount: (.+)', 'не сумма: $1'],
    ['has more than (\\d+) decimals: (.+)', 'больше $1 знаков после запятой: $2'],
    ['is too large: (.+)', 'слишком много: $1'],
    ['must be an id, not (.+)', 'должен быть номер, а не $1'],
    ['must be a status from 1 to 12, not (.+)', 'должен быть статус от 1 до 12, а не $1'],
    ['must be a whole number from (\\d+) to (\\d+), not (.+)', 'должно быть целое число от $1 до $2, а не $3'],
    ['must be at most (\\d+) characters, not (\\d+)', 'не длиннее $1 символов, а здесь $2'],
    ['must be text, not (.+)', 'должен быть текст, а не $1'],
    ['(\\w+) ((?:must|is|has) .+)\\.', '$1: ~2'],
    [
      'Lead (\\d+) is already final \\(status (\\d+), .+\\); only an operator changes it\\.',
      'Лид $1 уже завершён (статус $2): изменить его может только оператор',
    ],
    [
      'Lead (\\d+) is in status (\\d+); (.+) may not (.+)\\.',
      'Лид $1 в статусе $2: такой переход отсюда не разрешён ($3: $4)',
    ],
    ['Lead (\\d+) is not one of this run\\.', 'Лид $1 не из этого запуска'],
    [
      'The money of lead (\\d+) is booked; only an operator changes its cash\\.',
      'Деньги лида $1 уже учтены: изменить их может только оператор',
    ],
    [
      'A lead takes at most (\\d+) edits in a run; this one is beyond them\\.',
      'За запуск лид получает не больше $1 правок',
    ],
    // Macros and templates
    [
      '(\\{.+\\}) is not a template: did you mean (.+)\\? As plain text it is written .+',
      '$1 — не подстановка; может быть, $2?',
    ],
    ['(\\{.+\\}) is not a template: known are (.+)\\. As plain text .+', '$1 — не подстановка; бывают $2'],
    [
      '(\\{.+\\}) cannot stand in the place of a host; \\{param:name\\} can\\.',
      '$1 не может стоять на месте хоста, а {param:имя} может',
    ],
    [
      '\\{previous\\} is the result of the action before, and there is none',
      '{previous} — результат предыдущего действия, а его нет',
    ],
    ['(\\{steps\\..+\\}) names no action before this one', '$1: такого действия перед этим нет'],
    [
      '(\\{param:.+\\}): the pipeline has no parameter or secret ".+"\\.',
      '$1: у обработки нет такого параметра или секрета',
    ],
    ['(\\{.+?\\}) is not a macro: did you mean (\\S+)\\? .+', '$1 — не макрос; может быть, $2?'],
    ['(\\{.+?\\}) is not a macro: known here are (.+)\\. As plain text .+', '$1 — не макрос; здесь бывают $2'],
    [
      '(\\{.+?\\}) means nothing in a log-in; \\{param:name\\} does\\.',
      '$1 во входе ничего не значит, а {param:имя} значит',
    ],
    ['(\\{.+?\\}) names no date pattern \\(write (.+)\\)\\.', '$1: нет формата даты (пишите $2)'],
    [
      '(\\{.+?\\}) is not a date pattern that can be printed \\(write (.+)\\)\\.',
      '$1: нет такого формата даты (пишите $2)',
    ],
    [
      '(\\{.+?\\}) needs a batch size of 1, not (\\d+); (\\S+) lists the leads of a batch\\.',
      '$1 бывает, когда спрашивают по одному лиду, а здесь по $2; список лидов — $3',
    ],
    [
      '(\\{.+?\\}) lists leads, but a range check asks by days: .+',
      '$1 перечисляет лиды, а эта проверка спрашивает по дням: есть {from} и {to}',
    ],
    [
      '(\\{.+?\\}) is a day, but this kind of check asks by ids: .+',
      '$1 — день, а эта проверка спрашивает по номерам: есть {idsl} и {idel}',
    ],
    [
      '(\\{.+?\\}) is an array and must be the whole value of a field; (\\S+) is the same as text\\.',
      '$1 — массив и бывает только целым значением поля; текстом — $2',
    ],
    ['(\\{token\\}).* log-in.*', '$1 есть только у проверки со входом в CRM'],
    // Calls
    ['There is no (\\S+) (\\S+)', 'Здесь нет такого: $1 $2'],
    ['Something of the same name exists already', 'Такое название уже занято'],
    ['Something else refers to it', 'На это что-то ссылается'],
    ['The (\\w+) (\\d+) cannot be deleted: (.+) refers to it', 'Удалить нельзя: на это ссылается $3'],
    [
      'The pipeline (\\d+) cannot be deleted: operations of it are waiting',
      'Обработку нельзя удалить: её операции ещё в очереди',
    ],
    ['The pipeline (\\d+) is running: stop it first', 'Обработка работает: сначала остановите её'],
    [
      'The pipeline (\\d+) cannot run: the required fields? (.+) (?:has|have) no source',
      'Обработку нельзя запустить: обязательным полям неоткуда взять значение: $2',
    ],
    ['The operation \\S+ is (\\w+) already', 'Операция уже в очереди или идёт'],
    ['The operation \\S+ is a duplicate: .+', 'Это повтор: событие, которое он повторяет, уже принято'],
    ['The operation \\S+ is done: .+', 'Операция завершена: её можно только повторить с начала'],
    ['The operation \\S+ cannot be tried: .+', 'Операцию нельзя повторить: события этого источника никто не принимает'],
    ['The whole network is paused; nothing new starts', 'Вся сеть на паузе: ничего нового не начинается'],
    ['Integration (\\d+) is paused; nothing new starts', 'Интеграция на паузе: ничего нового не начинается'],
    ['Sweep (\\d+) is (\\w+) already', 'Обход $1 уже окончен'],
    ['Sweep (\\d+) of check (\\d+) is under way: .+', 'Идёт обход $1 этой проверки: сначала остановите его'],
    [
      'Check (\\d+) has runs in the journal; disable it instead \\(enabled: false\\)',
      'У проверки есть запуски в журнале: её можно только выключить',
    ],
    [
      'Reason (\\d+) \\((.+)\\) is one of the standard ones, .+',
      'Причина «$2» из стандартных: на ней держатся правила',
    ],
    ['This is the last administrator who can sign in: .+', 'Это последний администратор: сначала добавьте другого'],
    ['This is the last admin.*', 'Это последний администратор: сначала добавьте другого'],
    ['Somebody with the address (.+) exists already', 'Человек с адресом $1 уже есть'],
    ['(.+) no longer has access.*', 'У $1 больше нет доступа'],
    [
      'This link was used, replaced by a newer one, or is too old: .+',
      'Ссылка использована, заменена новой или устарела: попросите другую',
    ],
    ['The answer of run (\\d+) is not kept any more\\.', 'Ответ запуска $1 больше не хранится'],
    [
      'The answer of run (\\d+) was too long to be kept whole .+',
      'Ответ запуска $1 был слишком длинным, чтобы хранить его целиком',
    ],
    ['Too many attempts to sign in: wait a few minutes', 'Слишком много попыток войти: подождите несколько минут'],
    ['The address or the password is wrong', 'Неверный адрес или пароль'],
    ['The role (\\w+) may not call .+', 'Вашей роли это не разрешено'],
    ['The database cannot be reached now', 'База данных сейчас недоступна'],
    ['The database is too busy now', 'База данных сейчас слишком занята'],
    [
      'Something went wrong here; the log tells more under (.+)',
      'На сервере что-то сломалось; подробности в его журнале под $1',
    ],
    ['The body is larger than (\\d+) bytes', 'Слишком много данных: больше $1 байт'],
    ['extId (.+) (?:is|are) taken.*', 'Внешний id уже занят: $1'],
    // Runs and operations
    ['Answer (\\d+): (.+)', 'Ответ $1: ~2'],
    ['The log-in failed\\. (.+)', 'Войти в CRM не удалось: ~1'],
    ['The answer is (\\d+): (.+)', 'ответ $1: $2'],
    ['The answer has no text at «(.+)»: (.+)', 'в ответе нет текста по пути «$1»: $2'],
    ['The CRM answered (\\d+) with an empty body\\.', 'CRM ответила $1 с пустым телом'],
    ['The CRM answered (\\d+): (.+)', 'CRM ответила $1: $2'],
    ['The answer was (\\d+) with an empty body', 'Получен ответ $1 с пустым телом'],
    ['The answer was (\\d+): (.+)', 'Получен ответ $1: $2'],
    ['The answer is empty', 'Ответ пуст'],
    ['Cannot read the answer: it takes too long', 'Ответ не прочитан: это занимает слишком много времени'],
    ['it takes too long', 'это занимает слишком много времени'],
    ['it starts with `(.+)`', 'он начинается с `$1`'],
    ['Unexpected end of JSON input', 'он обрывается'],
    [
      'The server stopped while this run was under way; .+',
      'Сервер остановился во время запуска: ничего не применено, лиды будут спрошены снова',
    ],
    [
      'The server stopped while the request was on its way\\. .+',
      'Сервер остановился, пока запрос был в пути. Запрос мог дойти: проверьте в сервисе',
    ],
    ['the server stopped', 'сервер остановился'],
    ['The check could not be set up: (.+)', 'Проверку не удалось подготовить: $1'],
    ['It was begun (\\d+) times and broke off each time\\.', 'Операцию начинали $1 раз, и каждый раз она обрывалась'],
    ['The lead was not created: its external id (.+) is empty\\.', 'Лид не создан: внешний id $1 пуст'],
    ['The event names no lead: its external id is empty\\.', 'Событие не называет лида: внешний id пуст'],
    ['The lead was not written: (.+)', 'Лид не записан: ~1'],
    ['Integration (\\d+) has no lead with the external id "(.+)"\\.', 'У интеграции нет лида с внешним id «$2»'],
    ['Integration (\\d+) has no lead with the id (.+)\\.', 'У интеграции нет лида с номером $2'],
    [
      'Leads of several offers have the external id "(.+)": .+',
      'Внешний id «$1» есть у лидов нескольких офферов: укажите лид по номеру',
    ],
    ['The other side refused: (.+)', 'Сервис отказал: $1'],
    [
      'Nothing was sent: required and empty in this event: (.+?) \\(.+\\)\\.',
      'Ничего не отправлено: в событии пусты обязательные поля: $1',
    ],
    [
      '(.+)\\. The request may have arrived: look there before you send it again\\.',
      '~1. Запрос мог дойти: проверьте в сервисе, прежде чем отправлять его ещё раз',
    ],
    ['"(.+)" is no status that is known: .+', 'Статус «$1» не распознан: сопоставьте его в интеграции и повторите'],
    ['The script (?:used more than) (\\d+) MB of memory(?:, at line (\\d+))?', 'Скрипт занял больше $1 МБ памяти'],
    ['The script ran longer than ([\\d.]+) s(?:, at line (\\d+))?', 'Скрипт работал дольше $1 с'],
    ['There is no script (\\d+)\\.', 'Скрипта $1 нет'],
    ['(\\d+) sweeps in a row have failed\\. (.+)', 'Обходы не удались $1 раз подряд. ~2'],
    [
      '(\\d+) sweeps in a row have mentioned none of the leads asked for \\((\\d+) in the last one\\)\\.',
      'CRM $1 обходов подряд не упоминает спрошенные лиды (в последнем $2)',
    ],
    // The network
    ['The connection to (.+) was refused', '$1 не принимает соединений'],
    ['The name (.+) cannot be resolved', 'Имя $1 не найдено'],
    ['The name (.+) cannot be resolved at the moment: .+', 'Имя $1 сейчас не найти: сервер имён не отвечает'],
    ['There is no way from here to (.+)', 'Отсюда не добраться до $1'],
    ['(.+) did not accept a connection for too long', '$1 слишком долго не принимает соединение'],
    ['The name of (.+) was not resolved within ([\\d.]+) s', 'Имя $1 не найдено за $2 с'],
    ['No connection to (.+) could be made within ([\\d.]+) s', 'С $1 не удалось соединиться за $2 с'],
    ['(.+) did not answer within ([\\d.]+) s', '$1 не ответил за $2 с'],
    ['(.+) did not finish its answer within ([\\d.]+) s', '$1 не успел ответить целиком за $2 с'],
    ['(.+) closed the connection in the middle of its answer', '$1 оборвал соединение посреди ответа'],
    ['(.+) closed the connection without an answer', '$1 закрыл соединение, не ответив'],
    ['The certificate of (\\S+) (.+)', 'Сертификату $1 нельзя доверять ($2)'],
    ['No secure connection to (\\S+) could be made; .+', 'С $1 не удалось установить защищённое соединение'],
    [
      '(.+), which is not allowed; add (.+) to ALLOW_PRIVATE_HOSTS if this is meant',
      'Обращаться по внутреннему адресу нельзя; если так и надо, добавьте $2 в ALLOW_PRIVATE_HOSTS',
    ],
    ['Only http and https addresses are asked, not (.+)', 'Спрашивать можно только http и https, а не $1'],
    [
      '(?:A redirect leads to|The request goes to) (\\S+), which is not an allowed host \\(allowed: (.+)\\)',
      'Хост $1 не разрешён (разрешены: $2)',
    ],
    ['The answer of (\\S+) has (.+); at most (.+) are read', 'Ответ $1 занимает $2, а читается не больше $3'],
    ['(.+) was cut off after (.+); at most (.+) are read', 'Ответ слишком велик: читается не больше $3'],
  ] as const
).map(([pattern, text]) => [new RegExp(`^(?:${pattern})$`, 's'), text] as const);

/** A sentence of the API in Russian; the sentence itself where it is not known. */
export function said(sentence: string): string {
  for (const [pattern, text] of bySentence) {
    const match = pattern.exec(sentence);
    if (!match) continue;
    return text.replace(/([$~])(\d)/g, (_, kind: string, at: string) => {
      const part = match[Number(at)] ?? '';
      return kind === '~' ? said(part) : part;
    });
  }
  // "HTTP request: …": a name stands before it.
  const [, name, rest = ''] = /^([^:]{1,100}): (.+)$/s.exec(sentence) ?? [];
  const inner = name === undefined ? rest : said(rest);
  return inner === rest ? sentence : `${name}: ${inner}`;
}

/** What went wrong, in Russian. */
export function translate({
  code,
  message,
  params,
}: {
  code: string;
  message: string;
  params?: Params | undefined;
}): string {
  return byCode[code]?.(params ?? {}) ?? said(message);
}
