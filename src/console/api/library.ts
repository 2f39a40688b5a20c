/** What the library of ready CRM scripts tells of itself. */
export interface Words {
  ru: string;
  en: string;
}

export interface LibraryEntry {
  crm: string;
  title: Words;
  site: string | null;
  what: Words;
  sort: 'crm' | 'template';
  standing: Words;
  kinds: string[];
  pushes: boolean;
}

export interface WholeLibraryEntry extends LibraryEntry {
  params: Record<string, { means: Words; default?: string; example?: string; is?: 'host' | 'reason' }>;
  secrets: Record<string, { means: Words; example?: string }>;
  languages: string[];
  quirks: Words[];
}
