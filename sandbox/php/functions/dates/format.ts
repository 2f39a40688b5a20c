/** `date()`'s patterns. */
import { clockIn, dayOfYear, isLeap, isoWeek, monthLength, months, weekday, weekdays } from './moments.ts';
import { offsetText, type Zone } from './zones.ts';

const two = (n: number): string => String(n).padStart(2, '0');

/** @param at UNIX seconds @param micros of the second */
export function formatDate(pattern: string, at: number, zone: Zone, micros = 0): string {
  const { y, m, d, h, i, s } = clockIn(at, zone);
  const day = weekday(y, m, d);
  const twelve = h % 12 || 12;
  let out = '';
  for (let k = 0; k < pattern.length; k++) {
    const letter = pattern.charAt(k);
    switch (letter) {
      case 'd':
        out += two(d);
        break;
      case 'D':
        out += (weekdays[day] as string).slice(0, 3);
        break;
      case 'j':
        out += d;
        break;
      case 'l':
        out += weekdays[day];
        break;
      case 'N':
        out += day || 7;
        break;
      case 'S':
        out +=
          d % 10 === 1 && d !== 11 ? 'st' : d % 10 === 2 && d !== 12 ? 'nd' : d % 10 === 3 && d !== 13 ? 'rd' : 'th';
        break;
      case 'w':
        out += day;
        break;
      case 'z':
        out += dayOfYear(y, m, d);
        break;
      case 'W':
        out += two(isoWeek(y, m, d).week);
        break;
      case 'o':
        out += isoWeek(y, m, d).year;
        break;
      case 'F':
        out += months[m - 1];
        break;
      case 'm':
        out += two(m);
        break;
      case 'M':
        out += (months[m - 1] as string).slice(0, 3);
        break;
      case 'n':
        out += m;
        break;
      case 't':
        out += monthLength(y, m);
        break;
      case 'L':
        out += isLeap(y) ? 1 : 0;
        break;
      case 'Y':
        out += y < 0 ? `-${String(-y).padStart(4, '0')}` : String(y).padStart(4, '0');
        break;
      case 'y':
        out += two(((y % 100) + 100) % 100);
        break;
      case 'a':
        out += h < 12 ? 'am' : 'pm';
        break;
      case 'A':
        out += h < 12 ? 'AM' : 'PM';
        break;
      case 'B':
        out += String(Math.floor(((((at + 3600) % 86400) + 86400) % 86400) / 86.4)).padStart(3, '0');
        break;
      case 'g':
        out += twelve;
        break;
      case 'G':
        out += h;
        break;
      case 'h':
        out += two(twelve);
        break;
      case 'H':
        out += two(h);
        break;
      case 'i':
        out += two(i);
        break;
      case 's':
        out += two(s);
        break;
      case 'u':
        out += String(micros).padStart(6, '0');
        break;
      case 'v':
        out += String(Math.floor(micros / 1000)).padStart(3, '0');
        break;
      case 'e':
        out += zone.name;
        break;
      case 'I':
        out += zone.summer(at) ? 1 : 0;
        break;
      case 'O':
        out += offsetText(zone.offset(at), false);
        break;
      case 'P':
        out += offsetText(zone.offset(at), true);
        break;
      case 'p':
        out += zone.offset(at) === 0 ? 'Z' : offsetText(zone.offset(at), true);
        break;
      case 'T':
        out += zone.short(at);
        break;
      case 'Z':
        out += zone.offset(at);
        break;
      case 'c':
        out += formatDate('Y-m-d\\TH:i:sP', at, zone);
        break;
      case 'r':
        out += formatDate('D, d M Y H:i:s O', at, zone);
        break;
      case 'U':
        out += at;
        break;
      case '\\':
        out += pattern.charAt(++k);
        break;
      default:
        out += letter;
    }
  }
  return out;
}
