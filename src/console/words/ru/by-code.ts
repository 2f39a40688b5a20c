export type Params = Record<string, string | number>;

/**
 * What the API says in English, in Russian: by the code where it comes with what stands in the sentence. `said` is for what
 * stands there that is a sentence itself. Those that lack a parameter come out as null, and the sentence is looked up instead.
 */
export const byCode: Record<string, (params: Params, said: (sentence: string) => string) => string | null> = {
  script_timeout: ({ limit }) => has(limit) && `Скрипт работал дольше ${milliseconds(Number(limit))}`,
  script_memory: ({ limit }) => has(limit) && `Скрипт занял больше ${limit} МБ памяти`,
  script_output: ({ limit, levels, names, values }) =>
    has(levels)
      ? `Скрипт вернул данные с вложенностью больше ${levels} уровней`
      : has(names)
        ? `Скрипт вернул больше ${names} разных имён`
        : has(values)
          ? `Скрипт вернул больше ${values} значений`
          : has(limit) && `Скрипт вернул больше ${limit} МБ`,
  script_failed: ({ message }) => has(message) && `Скрипт сообщил об ошибке: ${message}`,
  script_crashed: ({ reason }) =>
    reason === 'no_result'
      ? 'Скрипт не оставил результата, который можно прочитать'
      : reason === 'process_ended'
        ? 'Процесс, в котором работал скрипт, завершился'
        : null,
  decode_failed: ({ format, limit, reason }, said) =>
    has(format)
      ? `Ответ не читается как ${formats[String(format)] ?? format}: ${said(String(reason))}`
      : has(limit) && `Ответ не прочитан: разобранный, он больше ${limit} МБ`,
  too_many_requests: ({ limit }) => has(limit) && `Скрипт просит больше запросов, чем разрешено проверке: ${limit}`,
  answer_missing: ({ page }) => has(page) && `Скрипт просит ещё один ответ (${page}), а его нет`,
  field_missing: ({ fields }) => has(fields) && `Ничего не отправлено: в событии пусты обязательные поля: ${fields}`,
  refused: ({ said: words }) => has(words) && `Сервис отказал: ${words === '' ? 'ответ пуст' : words}`,
  maybe_delivered: ({ reason }, said) =>
    has(reason) && `Запрос мог дойти (${said(String(reason))}). Проверьте в сервисе, прежде чем отправлять его ещё раз`,
  status_unrecognised: ({ text }) =>
    has(text) && `Статус «${text}» не распознан: сопоставьте его в интеграции и повторите операцию`,
  data_too_deep: ({ count }) =>
    has(count) && `В разобранном ответе больше ${count} уровней вложенности: показать его нельзя`,
  unknown_name: ({ name, near, hint }, said) => {
    if (!has(name)) return null;
    const what = `\`${name}\` здесь неизвестно`;
    if (has(near)) return `${what}; может быть, \`${near}\`?`;
    return has(hint) ? `${what}: ${said(String(hint))}` : what;
  },
  wrong_stage: ({ name, stage }) => has(name) && `\`${name}\` есть только в ${stagesIn(String(stage))}`,
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
  not_found: ({ noun, id }) => has(noun) && notFound(String(noun), id ?? ''),
  rows_failed: ({ count }) => has(count) && `Строк с ошибкой, которые пропущены: ${count}`,
  junk_skipped: ({ count }) => has(count) && `Символов перед JSON, которые пропущены: ${count}`,
  csv_one_column: ({ name, delimiter }) =>
    has(name) &&
    `В CSV одна колонка, «${name}»; может быть, разделитель — ${delimiter === '\t' ? 'табуляция' : `«${delimiter}»`}?`,
  undefined_variables: ({ count, first }) =>
    has(count) && `Переменные, которых нет, читались (раз: ${count}) и дали null${firstly('первая', first)}`,
  undefined_keys: ({ count, first }) =>
    has(count) && `Ключи, которых нет, читались (раз: ${count}) и дали null${firstly('первый', first)}`,
  php_warnings: ({ count, first }) => has(count) && `Предупреждений, как у PHP: ${count}${firstly('первое', first)}`,
  data_too_large: ({ count }) =>
    has(count) && `Разобранный ответ слишком велик, чтобы его показать (символов: ${count})`,
  already_final: ({ leadId, status }) => has(leadId) && `Лид ${leadId} уже завершён (статус ${status})`,
};

const has = (value: string | number | undefined): any => (value === undefined ? null : value === '' ? ' ' : value);

const firstly = (word: string, first: string | number = ''): string => (first === '' ? '' : `; ${word}: ${first}`);

/** What there is none of, in the genitive. */
export const nouns: Record<string, string> = {
  alert: 'Оповещения',
  check: 'Проверки',
  'CRM in the library:': 'В библиотеке CRM',
  currency: 'Валюты',
  goal: 'Цели',
  integration: 'Интеграции',
  key: 'Ключа',
  lead: 'Лида',
  offer: 'Оффера',
  operation: 'Операции',
  page: 'Страницы',
  person: 'Человека с номером',
  pipeline: 'Обработки',
  postback: 'Постбека',
  preset: 'Заготовки',
  reason: 'Причины',
  run: 'Запуска',
  script: 'Скрипта',
  source: 'Источника',
  'status mapping': 'Сопоставления',
  sweep: 'Обхода',
  webmaster: 'Вебмастера',
};

/** Of what belongs to something else: "goal of offer 5:". */
const parts: Record<string, string> = {
  'goal of offer': 'У оффера {{id}} нет цели',
  'offer of integration': 'У интеграции {{id}} нет оффера',
  'version of script': 'У скрипта {{id}} нет версии',
};

function notFound(noun: string, id: string | number): string | null {
  const [, part = '', owner = ''] = /^(\w+ of \w+) (.+):$/.exec(noun) ?? [];
  if (parts[part] !== undefined) return `${parts[part].replace('{{id}}', owner)} ${id}`;
  return nouns[noun] === undefined ? null : `${nouns[noun]} ${id} нет`;
}

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

const stagesIn = (stages: string): string =>
  stages
    .split(' ')
    .map((stage) => stageNames[stage] ?? stage)
    .join(' и ');

const milliseconds = (ms: number): string => (ms % 100 === 0 ? `${String(ms / 1000).replace('.', ',')} с` : `${ms} мс`);
