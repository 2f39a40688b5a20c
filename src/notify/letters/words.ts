import type { Notice } from '../../db/schema/intake.ts';

export type Language = 'ru' | 'en';

type Params = Record<string, string | number>;

/** What went wrong, for those who do not read English; a code that is not here is told in the words of the error itself. */
const reasons: Record<string, (params: Params) => string> = {
  field_missing: ({ fields }) => `Ничего не отправлено: в событии не заполнены обязательные поля: ${fields}.`,
  http_status: ({ status, said }) => `Получен ответ ${status}${said ? `: ${said}` : ' с пустым телом'}.`,
  refused: ({ said }) => `Сервис отказал: ${said || 'ответ пуст'}.`,
  maybe_delivered: ({ reason }) =>
    `Запрос мог дойти (${reason}). Проверьте в сервисе, прежде чем отправлять его ещё раз.`,
  ext_id_empty: () => 'Лид не создан: внешний номер заказа пуст.',
  lead_not_found: () => 'Лид не найден.',
  status_unrecognised: ({ text }) => `Статус «${text}» не распознан: добавьте ему соответствие и повторите операцию.`,
  request_timeout: () => 'Сервис не ответил вовремя.',
  network_failed: () => 'Не удалось соединиться с сервисом.',
  address_refused: () => 'Обращаться по этому адресу нельзя.',
  host_not_allowed: () => 'Обращаться к этому узлу нельзя.',
  answer_too_large: () => 'Ответ слишком велик.',
  answer_empty: () => 'Ответ пуст.',
  decode_failed: () => 'Ответ не удалось прочитать.',
  script_failed: () => 'Скрипт сообщил об ошибке.',
  script_threw: () => 'Скрипт завершился с ошибкой.',
  script_timeout: () => 'Скрипт работал слишком долго.',
  script_memory: () => 'Скрипту не хватило памяти.',
  script_invalid: () => 'Скрипт не компилируется.',
};

/** Why, in one paragraph; in Russian the words of the error stand behind it, since they name hosts and quote answers. */
export function reasonOf({ code, params, message }: Notice, language: Language): string {
  if (language === 'en') return message;
  const said = code === undefined ? undefined : reasons[code]?.(params ?? {});
  return said === undefined ? message : `${said}\n${message}`;
}

interface Headlines {
  failed(subject: string): string;
  recovered(subject: string): string;
}

const headlines: Record<Language, Record<Notice['kind'], Headlines>> = {
  ru: {
    operation_failed: {
      failed: (subject) => `Ошибка в обработке «${subject}»`,
      recovered: (subject) => `Обработка «${subject}» снова работает`,
    },
    check_failing: {
      failed: (subject) => `Проверка не работает: ${subject}`,
      recovered: (subject) => `Проверка снова работает: ${subject}`,
    },
    script_failing: {
      failed: (subject) => `Ошибка в скрипте проверки: ${subject}`,
      recovered: (subject) => `Скрипт проверки снова работает: ${subject}`,
    },
    check_silent: {
      failed: (subject) => `CRM не отвечает про лиды: ${subject}`,
      recovered: (subject) => `CRM снова отвечает про лиды: ${subject}`,
    },
  },
  en: {
    operation_failed: {
      failed: (subject) => `Pipeline “${subject}” failed`,
      recovered: (subject) => `Pipeline “${subject}” works again`,
    },
    check_failing: {
      failed: (subject) => `Check is failing: ${subject}`,
      recovered: (subject) => `Check works again: ${subject}`,
    },
    script_failing: {
      failed: (subject) => `Script of a check is failing: ${subject}`,
      recovered: (subject) => `Script of a check works again: ${subject}`,
    },
    check_silent: {
      failed: (subject) => `CRM mentions no leads: ${subject}`,
      recovered: (subject) => `CRM mentions leads again: ${subject}`,
    },
  },
};

export const headlineOf = ({ kind, recovered }: Notice, subject: string, language: Language): string =>
  headlines[language][kind][recovered ? 'recovered' : 'failed'](subject);

export const phrases: Record<Language, { more(count: number): string; answered: string; open: string; was: string }> = {
  ru: {
    more: (count) => `И ещё таких же: ${count}.`,
    answered: 'Последний ответ CRM',
    open: 'Подробнее',
    was: 'Что было',
  },
  en: {
    more: (count) => `And ${count} more like it.`,
    answered: 'The latest answer of the CRM',
    open: 'More',
    was: 'What it was',
  },
};
