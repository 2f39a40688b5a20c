/**
 * What a folder of this library says of its CRM in `about.ts`; beside it lie the scripts and `cases/`, answers with the edits
 * that they must lead to. How to add one is told in `scripts/README.md`.
 */
import type { CheckInput } from '../src/checks/definition/input.ts';

/** The same in both languages of the product. */
export interface Words {
  ru: string;
  en: string;
}

export interface About {
  /** As the CRM's own people write it. */
  name: string;
  /** Where the name is made of words: the same in Russian. */
  nameInRussian?: string;
  /** Null: there is none, or none that is known. */
  site: string | null;
  /** One sentence: what it is, and what is asked. */
  what: Words;
  /** `crm`, or `template`: a shape of answers that many CRMs have, to be adapted. */
  sort: 'crm' | 'template';
  /** Where the facts come from: documentation, or public code that talks to this CRM. */
  sources: string[];
  /** Whether shape and codes were all read there (`yes`), or were in part (`partly`) or wholly (`no`) remembered. */
  verified: 'yes' | 'partly' | 'no';
  /** The day on which it was last seen to work with the CRM itself, `yyyy-MM-dd`; null: never. */
  lastSeenToWork: string | null;
  params: { [name: string]: Param };
  secrets: { [name: string]: Secret };
  /** What is odd about it, for whoever wonders. */
  quirks: Words[];
  /** Empty where it cannot be asked. */
  checks: LibraryCheck[];
  /** Hosts that requests go to besides those of the checks' URLs, macros `{param:name}` allowed. */
  allowedHosts?: string[];
  /** What the CRM allows, where that is less than an integration's two requests at a time and any number in a minute. */
  maxConcurrent?: number;
  requestsPerMinute?: number;
  /** How it tells statuses by itself. */
  push?: Push;
}

export interface Param {
  means: Words;
  /** Without it the parameter must be given. */
  default?: string;
  example?: string;
  /** `host`: a pasted address is taken too. `reason`: id of one of the network's reasons. Otherwise any text. */
  is?: 'host' | 'reason';
}

export interface Secret {
  means: Words;
  example?: string;
}

/** The fields of a check as the API has them, its usual values left out; scripts by the names of their files. */
export type LibraryCheck = Pick<CheckInput, 'kind' | 'url' | 'format'> &
  Partial<Omit<CheckInput, 'integrationId' | 'enabled' | 'preprocessScriptId' | 'processScriptId'>> & {
    preprocess?: string;
    process: string;
  };

/** What a CRM that calls us sends: facts for a source and a pipeline with an `edit-lead` action. */
export interface Push {
  method: 'GET' | 'POST';
  /** The address to enter there, after that of the source. */
  query: string;
  /** Which field names the lead: the first that is not empty. */
  lead: string[];
  /** `internal`: our id, which the lead was sent with. */
  identifyBy: 'external' | 'internal';
  status: string;
  /** The CRM's word → what it makes of the lead; `{param:name}` is a parameter. Other words are left to recognition. */
  edits: { [status: string]: { accept?: true; status?: number; reason?: string } };
}

/** What an entry is called in lists that people choose from. */
export const title = ({ name, nameInRussian = name }: Pick<About, 'name' | 'nameInRussian'>): Words => ({
  ru: nameInRussian,
  en: name,
});

/** How far an entry may be trusted, said plainly. */
export function standing({
  verified,
  lastSeenToWork,
  sort,
}: Pick<About, 'verified' | 'lastSeenToWork' | 'sort'>): Words {
  const seen = {
    ru: lastSeenToWork === null ? 'в работе ещё не проверено' : `работало с самой CRM: ${lastSeenToWork}`,
    en: `last seen to work: ${lastSeenToWork ?? 'never'}`,
  };
  if (sort === 'template') {
    return {
      ru: `Заготовка под распространённый вид ответа; ${seen.ru}`,
      en: `A template for a common shape; ${seen.en}`,
    };
  }
  const basis = {
    yes: { ru: 'Сделано по документации', en: 'Follows documentation' },
    partly: { ru: 'Сделано по документации, частью по памяти', en: 'Follows documentation, in part memory' },
    no: { ru: 'Сделано по памяти', en: 'Written from memory' },
  }[verified];
  return { ru: `${basis.ru}; ${seen.ru}`, en: `${basis.en}; ${seen.en}` };
}

/**
 * Reasons are the network's own, so scripts know them by parameters. The defaults are ids of the list that every network
 * starts with.
 */
export const reasons = {
  trash: reason('6', 'треш, спам, тест', 'trash, spam, test'),
  duplicate: reason('7', 'дубль', 'a duplicate'),
  noAnswer: reason('11', 'не дозвонились', 'nobody could be reached'),
  wrongData: reason('1', 'некорректные данные', 'wrong data'),
  refused: reason('2', 'передумал, отказался', 'changed their mind'),
  delivery: reason('10', 'не устраивает или невозможна доставка', 'delivery does not suit or is impossible'),
  consultation: reason('16', 'нужна была только консультация', 'wanted to be advised only'),
  fraud: reason('12', 'подозрение на фрод, чёрный список', 'suspected fraud, a blacklist'),
} satisfies { [name: string]: Param };

function reason(id: string, ru: string, en: string): Param {
  return {
    means: { ru: `причина отказа: ${ru}`, en: `the reason: ${en}` },
    default: id,
    is: 'reason',
  };
}

/** The host of a CRM that everybody has at an address of their own. */
export const host = (example: string, means?: Words): Param => ({
  means: means ?? { ru: 'адрес вашей CRM', en: 'the address of your CRM' },
  example,
  is: 'host',
});

/** For CRMs of which nobody has seen a failure. */
export const errorNotSeen: Words = {
  ru: 'Как выглядит ошибка, не видели: её поле в скрипте — предположение.',
  en: 'What an error looks like was not seen: its field in the script is an assumption.',
};
