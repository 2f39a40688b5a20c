export const common = {
  loading: 'Загрузка…',
  retry: 'Повторить',
  copied: 'Скопировано',
  copy: 'Копировать',
  pages: 'Страницы',
  firstPage: 'В начало',
  previous: 'Назад',
  next: 'Дальше',
  cancel: 'Отмена',
  close: 'Закрыть',
  save: 'Сохранить',
  saved: 'Сохранено',
  create: 'Создать',
  add: 'Добавить',
  remove: 'Убрать',
  delete: 'Удалить',
  deleted: 'Удалено',
  edit: 'Изменить',
  name: 'Название',
  all: 'Все',
  any: 'Любой',
  none: 'Нет',
  yes: 'Да',
  no: 'Нет',
  search: 'Поиск',
  actions: 'Действия',
  open: 'Открыть',
  details: 'Подробности',
  value: 'Значение',
  offer: 'Оффер',
  integration: 'Интеграция',
  check: 'Проверка',
  state: 'Состояние',
  status: 'Статус',
  when: 'Когда',
  skip: 'К содержанию',
  menu: 'Меню',
  language: 'Язык',
  byKey: 'ключ {{name}}',
  readOnly: 'Ваша роль позволяет смотреть, но не менять.',
  unsaved: 'Ещё не сохранено',
  created: 'Создано',
  more: 'Ещё',
  clearFilters: 'Сбросить фильтры',
};

export const nav = {
  overview: 'Обзор',
  integrations: 'Интеграции',
  runs: 'Запуски',
  leads: 'Лиды',
  unrecognised: 'Нераспознанное',
  pipelines: 'Обработки',
  settings: 'Настройки',
  main: 'Разделы',
  apiDocs: 'Документация API',
};

export const theme = {
  label: 'Тема',
  light: 'Светлая',
  dark: 'Тёмная',
  system: 'Как в системе',
};

export const signIn = {
  title: 'Вход в Сверку',
  email: 'Эл. почта',
  password: 'Пароль',
  submit: 'Войти',
  out: 'Выйти',
  first: 'Первый запуск? Откройте одноразовую ссылку, которую напечатал сервер.',
  tagline: 'Сверяет статусы лидов с CRM ваших рекламодателей.',
  over: 'Сеанс закончился. Войдите, и вы продолжите с того же места.',
};

export const welcome = {
  first: 'Добро пожаловать в Сверку',
  firstText: 'Вы здесь первый: создайте администратора сети.',
  invited: 'Добро пожаловать, {{name}}',
  invitedText: 'Придумайте пароль для {{email}}.',
  name: 'Ваше имя',
  password: 'Новый пароль',
  passwordHint: 'Не меньше 10 знаков; хорошо подойдут несколько слов.',
  submit: 'Задать пароль и войти',
};

export const connection = {
  lost: 'Сервер недоступен. Введённое сохранено; страница продолжит работу сама.',
  busy: 'Сервер занят или его база недоступна. Страница продолжит работу сама.',
  retrying: 'Попытки продолжаются.',
  notSent: 'Ничего не отправлено: повторите, когда связь вернётся.',
  again: 'Связь вернулась: повторите.',
};

export const notFound = {
  page: 'Не найдено',
  title: 'По этому адресу ничего нет',
  text: 'Ссылка могла устареть, или данные уже не хранятся.',
  back: 'К обзору',
};

export const roles = {
  admin: 'Администратор',
  operator: 'Оператор',
  viewer: 'Наблюдатель',
};

export const units = {
  ms: '{{n}} мс',
  seconds: '{{n}} с',
  minutes: '{{n}} мин',
  hours: '{{n}} ч',
  days: '{{n}} д',
};
