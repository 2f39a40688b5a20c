export const statuses = {
  new: 'Новый',
  processing: 'Обработка',
  callback: 'Перезвонить',
  hold: 'Холд',
  cancelled: 'Отмена',
  packing: 'Упаковка',
  sending: 'Отправка',
  in_transit: 'В пути',
  delivered: 'Доставлен',
  paid: 'Оплачен',
  returned: 'Возврат',
  deleted: 'Удалён',
};

export const states = {
  running: 'Идёт',
  ok: 'Успешно',
  done: 'Завершён',
  failed: 'Ошибка',
  crashed: 'Прерван',
  skipped: 'Пропущен',
  stopped: 'Остановлен',
  queued: 'В очереди',
  duplicate: 'Повтор',
};

export const outcomes = {
  applied: 'Применена',
  wouldApply: 'Применится',
  unchanged: 'Без изменений',
  refused: 'Отклонена',
};

export const kinds = {
  processing: 'В обработке',
  accepted: 'Принятые',
  range: 'По датам',
  processingText: 'Лиды в обработке, перезвоне и холде, по спискам идентификаторов',
  acceptedText: 'Принятые лиды на пути к клиенту, по спискам идентификаторов',
  rangeText: 'Все незавершённые лиды, по датам создания',
};

export const sources = {
  check: 'проверка',
  operator: 'вручную',
  pipeline: 'обработка',
  hold_timer: 'таймер холда',
  cancel_timer: 'таймер отмены',
};

export const alertKinds = {
  check_failing: 'Проверка не работает',
  check_silent: 'CRM не упоминает лиды',
  operation_failed: 'Операции с ошибкой',
  script_failing: 'Скрипт не работает',
};

export const money = {
  pay: 'Платит рекламодатель',
  wm: 'Вебмастеру',
  ref: 'Рефереру',
  adjustment: 'Корректировка',
};

export const codes = {
  invalid_input: 'Неверный ввод.',
  unauthorized: 'Вход не выполнен.',
  forbidden: 'Нет доступа.',
  not_found: 'Не найдено.',
  conflict: 'Конфликт.',
  in_use: 'Используется.',
  gone: 'Уже недоступно.',
  too_large: 'Слишком большой объём.',
  rate_limited: 'Слишком много попыток.',
  script_invalid: 'Скрипт не компилируется.',
  unavailable: 'Временно недоступно.',
  offline: 'Нет связи.',
  unknown: 'Что-то пошло не так.',
};

export const refusals = {
  unknown_id: 'Лид не из этого запуска',
  already_final: 'Лид уже завершён',
  already_booked: 'Лид уже учтён',
  move_not_allowed: 'Такой переход запрещён',
  invalid_field: 'Неверное поле',
  over_limit: 'Слишком много правок одного лида',
};

export const errors = {
  address_refused: 'Адрес запрещён',
  host_not_allowed: 'Хост не разрешён',
  request_timeout: 'CRM не ответила вовремя',
  network_failed: 'CRM недоступна',
  unsendable: 'Такой запрос не отправить',
  http_status: 'CRM ответила ошибкой',
  answer_too_large: 'Ответ слишком велик',
  answer_empty: 'Ответ пуст',
  decode_failed: 'Ответ не разобран',
  script_failed: 'Скрипт сообщил об ошибке',
  script_timeout: 'Скрипту не хватило времени',
  script_memory: 'Скрипту не хватило памяти',
  script_output: 'Скрипт вернул слишком много',
  script_invalid: 'Скрипт не компилируется',
  script_threw: 'Ошибка в скрипте',
  script_crashed: 'Процесс скрипта упал',
  login_failed: 'Вход в CRM не удался',
  too_many_requests: 'Слишком много запросов в запуске',
};

export const steps = {
  select: 'Выбор',
  preprocess: 'Предобработка',
  request: 'Запрос',
  decode: 'Разбор',
  process: 'Обработка',
  apply: 'Применение',
};

export const fields = {
  status: 'статус',
  reason: 'причина',
  comment: 'комментарий',
  crmStatus: 'статус CRM',
  holdUntil: 'холд до',
  acceptedAt: 'принят',
  booked: 'учтён',
  base: 'цена',
  counts: 'количество',
  currency: 'валюта',
  goal: 'цель',
  track: 'трек-номер',
  cash: 'комиссии',
  webmasterId: 'вебмастер',
  integrationId: 'интеграция',
  extId: 'внешний id',
  holdSince: 'холд с',
  accept: 'принять',
  leadId: 'лид',
};

export const warnings = {
  nothing_due:
    'Ни одному лиду этой проверки и оффера не пора, поэтому CRM не спрашивали. Укажите лиды или вставьте ответ.',
  lead_not_due: 'Лиду {{leadId}} сейчас не пора; обход его пропустил бы.',
  rows_without_lead: 'Строк без лида этого запуска: {{count}}',
  answer_missing: 'Скрипт просит ещё один ответ, а его нет.',
  day_before_month: '{{macro}} ставит день перед месяцем (yyyy-dd-MM HH:mm:ss), а CRM почти всегда ждёт иначе.',
};
