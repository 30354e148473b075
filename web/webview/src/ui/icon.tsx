/** Line icons, drawn in the colour of the text around them. Decoration only. */
const PATHS = {
  back: 'M15 5l-7 7 7 7',
  next: 'M9 5l7 7-7 7',
  check: 'M5 12.5l4.5 4.5L19 7',
  warn: 'M12 8v5m0 3.5v.01M12 3l9.5 17h-19z',
  clock: 'M12 7v5l3.5 2M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18z',
  globe:
    'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM3 12h18M12 3c3.5 3.5 3.5 14.500 0 18M12 3c-3.500 3.500-3.500 14.500 0 18',
  sim: 'M8 3h7l4 4v12a2 2 0 0 1-2 2H8a2 2 0 0 1-2-2V5a2 2 0 0 1 2-2zM9.500 12h6v5h-6z',
  help: 'M9.500 9.500a2.500 2.500 0 1 1 3.700 2.200c-.8.400-1.200 1-1.200 1.800m0 3v.01M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18z',
  bag: 'M5 8h14l-1 12H6zM9 8V6.500a3 3 0 0 1 6 0V8',
  person: 'M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM4.500 20c1-3.500 4-5 7.500-5s6.500 1.500 7.500 5',
  offline:
    'M3 3l18 18M5 12.500a10 10 0 0 1 4-2.300M19 12.500a10 10 0 0 0-5-2.700M8 16a6 6 0 0 1 6.500-1M12 19.500v.01',
  signal: 'M5 19v-3M10 19v-7M15 19V9M20 19V5',
  copy: 'M9 9h10v11H9zM5 15V4h10',
  phone:
    'M8 3h8a1.500 1.500 0 0 1 1.500 1.500v15A1.500 1.500 0 0 1 16 21H8a1.500 1.500 0 0 1-1.500-1.500v-15A1.500 1.500 0 0 1 8 3zM11 18h2',
  plane: 'M3 13l18-8-6 15-3.500-6z',
  gift: 'M4 11h16v9H4zM3 7.500h18V11H3zM12 7.500V20M12 7.500C9 7.500 7.500 6.500 7.500 5S10 3 12 7.500C14 3 16.500 3.500 16.500 5S15 7.500 12 7.500z',
  refresh: 'M19 12a7 7 0 1 1-2.300-5.200M19 4v4h-4',
  trash: 'M5 7h14M10 7V4.500h4V7M7 7l1 13h8l1-13',
} as const;
export type IconName = keyof typeof PATHS;

export const Icon = ({ name }: { name: IconName }) => (
  <svg class={`icon icon-${name}`} viewBox="0 0 24 24" aria-hidden="true" focusable="false">
    <path d={PATHS[name]} />
  </svg>
);
