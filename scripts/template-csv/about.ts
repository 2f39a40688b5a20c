import type { About } from '../library.ts';
import { host } from '../library.ts';

export const about: About = {
  name: 'CSV of Excel or 1C',
  nameInRussian: 'CSV из Excel или 1С',
  site: null,
  what: {
    ru: 'Заготовка: выгрузка за дни таблицей CSV с точкой с запятой, в windows-1251, как её пишут Excel и 1С.',
    en: 'A template: an export by days as CSV with semicolons, in windows-1251, as Excel and 1C write it.',
  },
  sort: 'template',
  sources: ['the shape itself'],
  verified: 'no',
  lastSeenToWork: null,
  params: { host: host('shop.example.ru') },
  secrets: { key: { means: { ru: 'ключ выгрузки', en: 'the export’s key' } } },
  quirks: [
    {
      ru: 'Имена колонок в скрипте — из первой строки таблицы: поправьте их под свою.',
      en: 'Names of columns in the script are those of the first line: change them to yours.',
    },
    {
      ru: 'Суммы с пробелами и запятой («1 990,00») можно отдавать как есть.',
      en: 'Amounts with spaces and a comma (“1 990,00”) may be given as they are.',
    },
  ],
  checks: [
    {
      kind: 'range',
      url: 'https://{param:host}/export.csv?key={param:key}&from={from:dd.MM.yyyy}&to={to:dd.MM.yyyy}',
      format: 'csv',
      csv: { delimiter: ';', header: true },
      charset: 'windows-1251',
      process: 'process.js',
    },
  ],
};
