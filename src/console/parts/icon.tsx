const paths = {
  overview: 'M3 13h6V3H3zM11 17h6V9h-6zM3 17h6v-2H3zM11 7h6V3h-6z',
  integrations: 'M7 3v4M13 3v4M5 7h10v3a5 5 0 0 1-10 0zM10 15v3',
  runs: 'M3 10h3l2-5 4 10 2-5h3',
  leads: 'M7 9a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM2 17c0-3 2-5 5-5s5 2 5 5M13 3.4a3 3 0 0 1 0 5.2M15 12.4c2 .6 3 2.4 3 4.6',
  unrecognised: 'M10 18a8 8 0 1 0 0-16 8 8 0 0 0 0 16zM7.6 7.8a2.4 2.4 0 1 1 3.6 2.1c-.8.5-1.2.9-1.2 1.8M10 14.4v.1',
  pipelines: 'M4 4h4v4H4zM12 12h4v4h-4zM8 6h4a2 2 0 0 1 2 2v4M6 8v4a2 2 0 0 0 2 2h4',
  settings: 'M3 6h8M15 6h2M3 14h2M9 14h8M13 8a2 2 0 1 0 0-4 2 2 0 0 0 0 4zM7 16a2 2 0 1 0 0-4 2 2 0 0 0 0 4z',
  menu: 'M3 5h14M3 10h14M3 15h14',
  close: 'M5 5l10 10M15 5 5 15',
  plus: 'M10 4v12M4 10h12',
  play: 'M6 4l10 6-10 6z',
  stop: 'M5 5h10v10H5z',
  pause: 'M6 4v12M14 4v12',
  check: 'M4 10.5l4 4 8-9',
  warning: 'M10 3 2 17h16zM10 8v4M10 14.5v.1',
  error: 'M10 18a8 8 0 1 0 0-16 8 8 0 0 0 0 16zM10 6v5M10 13.5v.1',
  info: 'M10 18a8 8 0 1 0 0-16 8 8 0 0 0 0 16zM10 9v5M10 6.4v.1',
  copy: 'M7 7h9v9H7zM4 13V4h9',
  sun: 'M10 13a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM10 2v2M10 16v2M2 10h2M16 10h2M4.3 4.3l1.5 1.5M14.2 14.2l1.5 1.5M4.3 15.7l1.5-1.5M14.2 5.8l1.5-1.5',
  moon: 'M16.5 12.2A7 7 0 0 1 7.8 3.5a7 7 0 1 0 8.7 8.7z',
  system: 'M3 4h14v9H3zM7 17h6M10 13v4',
  exit: 'M8 4H4v12h4M12 6l4 4-4 4M16 10H8',
  right: 'M8 5l5 5-5 5',
  left: 'M12 5l-5 5 5 5',
  up: 'M5 12l5-5 5 5',
  down: 'M5 8l5 5 5-5',
  refresh: 'M16 10a6 6 0 1 1-1.8-4.3M16 3v4h-4',
  search: 'M9 15A6 6 0 1 0 9 3a6 6 0 0 0 0 12zM13.5 13.5 17 17',
  link: 'M8 12l4-4M9 6l2-2a3.5 3.5 0 0 1 5 5l-2 2M11 14l-2 2a3.5 3.5 0 0 1-5-5l2-2',
  workbench: 'M7 6l-4 4 4 4M13 6l4 4-4 4M11 4 9 16',
  trash: 'M4 6h12M8 6V4h4v2M6 6l1 11h6l1-11',
  clock: 'M10 18a8 8 0 1 0 0-16 8 8 0 0 0 0 16zM10 5.5V10l3 2',
} as const;

export type IconName = keyof typeof paths;

export function Icon({ name, size = 18 }: { name: IconName; size?: number }) {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 20 20"
      fill="none"
      stroke="currentColor"
      stroke-width="1.6"
      stroke-linecap="round"
      stroke-linejoin="round"
      aria-hidden="true"
    >
      <path d={paths[name]} />
    </svg>
  );
}
