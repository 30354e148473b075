/** The icon of pages: a SIM card, in a partner's colour. */
import { contrastColor } from '../../domain/messages/mail/format.ts';
import { bandColor } from './theme.ts';

const svg = (color: string): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="8" fill="${color}"/><path d="M10 6h8l5 5v14a1.5 1.5 0 0 1-1.5 1.5h-11A1.5 1.5 0 0 1 9 25V7.5A1.5 1.5 0 0 1 10 6z" fill="${contrastColor(color)}"/><rect x="12" y="14.5" width="8" height="8" rx="1.5" fill="${color}"/></svg>`;

/** As a URL that needs no request. */
export const iconOf = (primaryColor: string): string =>
  `data:image/svg+xml,${encodeURIComponent(svg(bandColor(primaryColor)))}`;

/** For browsers that ask for one by themselves. */
export const ICON = svg(bandColor(''));
