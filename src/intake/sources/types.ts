import type { ExtraParameter, SourcesTable } from '../../db/schema/intake.ts';

export type SourceType = SourcesTable['type'];

/** A parameter of a source's address, and what the sender's service puts there. */
export interface Parameter {
  name: string;
  variable: string;
}

interface Text {
  ru: string;
  en: string;
}

export interface SourceKind {
  title: Text;
  parameters: readonly Parameter[];
  /** What is to be done at the sender's, in order. */
  steps: { ru: readonly string[]; en: readonly string[] };
}

/** A field that an order process fills as `{object.user.…}` and a user process as `{object.…}`. */
const ofPerson = ['email', 'phone', 'first_name', 'last_name', 'city', 'sb_id'] as const;
const ofSession = ['utm_source', 'utm_medium', 'utm_campaign', 'utm_content', 'utm_term'] as const;
/** What brought this very order, where the session is the one that the person first came in. */
const orderPrefix = 'deal_';
/** Before the name of a parameter that a user process fills. */
const userPrefix = 'user_';

const ofOrder =
  'number status positions offers cost_money cost_money_value left_cost_money payed_money payment_link promocode manager ' +
  'manager_email manager_phone created_at payed_at';

const getcourseParameters: readonly Parameter[] = [
  { name: 'id', variable: '{object.id}' },
  ...ofPerson.flatMap((name) => [
    { name, variable: `{object.user.${name}}` },
    { name: `${userPrefix}${name}`, variable: `{object.${name}}` },
  ]),
  { name: 'name', variable: '{object.user.name}' },
  { name: 'client_id', variable: '{object.user.id}' },
  ...ofOrder.split(' ').map((name) => ({ name, variable: `{object.${name}}` })),
  ...ofSession.flatMap((name) => [
    { name, variable: `{object.user.create_session.${name}}` },
    { name: `${userPrefix}${name}`, variable: `{object.create_session.${name}}` },
    { name: `${orderPrefix}${name}`, variable: `{object.${orderPrefix}${name}}` },
  ]),
];

export const sourceKinds: Record<SourceType, SourceKind> = {
  'getcourse.deal_created': {
    title: { ru: 'Getcourse — вебхук при создании покупки', en: 'GetCourse: webhook when a purchase is created' },
    parameters: getcourseParameters,
    steps: {
      ru: [
        'Скопируйте адрес вебхука: в нём уже есть список параметров, доступных в Getcourse.',
        'Перейдите в Getcourse в раздел «Процессы» и создайте новый процесс: «Тип объекта» — «Пользователи», выберите шаблон и нажмите «Создать».',
        'Добавьте в процесс новый блок «Операция» и выберите операцию «Вызвать URL».',
        'Вставьте скопированный адрес и нажмите «Сохранить». Важно: убедитесь, что перед адресом не вставилось лишних символов, например пробелов или табуляций.',
        'Соедините «Начало работы» процесса с задачей «Вызвать URL».',
        'На вкладке «Общее» выберите опцию «При создании объекта» и нажмите «Запустить».',
        'Запустите обработку, добавьте тестовому пользователю заказ и посмотрите на него в журнале операций.',
        'IP, User Agent и страны клиента среди переменных Getcourse нет: если они есть в дополнительных полях вашего аккаунта, добавьте эти поля к адресу.',
      ],
      en: [
        'Copy the webhook address: it already holds the list of parameters that GetCourse offers.',
        'In GetCourse open “Processes” and create a process: object type “Users”, choose a template, press “Create”.',
        'Add an “Operation” block to the process and choose the operation “Call URL”.',
        'Paste the copied address and press “Save”. Important: make sure that no stray characters, such as spaces or tabs, slipped in before the address.',
        'Connect the start of the process with the task “Call URL”.',
        'On the tab “General” choose “When an object is created” and press “Start”.',
        'Start the pipeline, add an order to a test user, and look at it in the operations journal.',
        'GetCourse has no variable for the client’s IP, user agent and country: where your account keeps them in fields of its own, add those to the address.',
      ],
    },
  },
  webhook: {
    title: { ru: 'Вебхук', en: 'Webhook' },
    parameters: [],
    steps: {
      ru: ['Отправляйте на адрес запросы GET или POST: параметры адреса, форму или JSON.'],
      en: ['Send GET or POST requests to the address: query parameters, a form, or JSON.'],
    },
  },
};

/** The parameters of a source's address: those of its type, and the account's own. */
export function parametersOf(type: SourceType, extra: readonly ExtraParameter[]): Parameter[] {
  return [...sourceKinds[type].parameters, ...extra.flatMap((parameter) => ofExtra(type, parameter))];
}

/** A field of the user is asked for under both its names, since one process fills the one and another the other. */
export function ofExtra(type: SourceType, { name, variable }: ExtraParameter): Parameter[] {
  const inner = variable.trim().replace(/^\{(.*)\}$/s, '$1');
  if (type !== 'getcourse.deal_created') return [{ name, variable }];
  const ofUser = /^object\.user\.(.+)$/s.exec(inner)?.[1];
  const parameter = { name, variable: `{${inner}}` };
  return ofUser === undefined
    ? [parameter]
    : [parameter, { name: `${userPrefix}${name}`, variable: `{object.${ofUser}}` }];
}

/**
 * The address as it is pasted: variables stand in it as they are, since the sender's service looks for them. A webhook's extra
 * parameters are constants of its own.
 */
export function addressOf(publicUrl: string, token: string, parameters: readonly Parameter[]): string {
  const query = parameters.map(({ name, variable }) => `${encodeURIComponent(name)}=${variable}`).join('&');
  return `${publicUrl}/in/${token}${query === '' ? '' : `?${query}`}`;
}

const left = /^\{[^{}]*\}$/;

/** The event as actions see it: variables that were not filled are empty, and of two names for one thing the filled one counts. */
export function normalised(
  type: SourceType,
  extra: readonly ExtraParameter[],
  event: Record<string, unknown>,
): Record<string, unknown> {
  if (type !== 'getcourse.deal_created') return event;
  const fields = new Map(
    Object.entries(event).map(([name, value]) => [
      name,
      typeof value === 'string' && left.test(value.trim()) ? '' : value,
    ]),
  );
  const names = new Set(parametersOf(type, extra).map(({ name }) => name));
  for (const own of names) {
    const ofUser = userPrefix + own;
    if (names.has(ofUser) && isEmpty(fields.get(own)) && fields.has(ofUser)) fields.set(own, fields.get(ofUser));
  }
  if (isEmpty(fields.get('name'))) {
    const parts = [fields.get('first_name'), fields.get('last_name')].filter((part) => !isEmpty(part));
    if (parts.length > 0) fields.set('name', parts.join(' '));
  }
  return Object.fromEntries(fields);
}

const isEmpty = (value: unknown): boolean => value === undefined || value === null || value === '';
