/** The addresses of the managed screens: where a link may lead, and where a payment returns to. */

const UUID = '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}';
const ID = '[A-Za-z0-9_-]{1,64}';

const SCREEN = new RegExp(
  [
    '^(?:home|support',
    `claim/${UUID}`,
    'install(?:/\\d{18,20})?',
    `meter/${ID}`,
    'store(?:/[A-Za-z0-9-]{2,64})?',
    `purchase/${ID})$`,
  ].join('|'),
);

/** For error texts: what `to` may be. */
export const SCREENS =
  'home, claim/<uuid>, install, install/<iccid>, meter/<package>, store, store/<iso3>, purchase/<id> or support';

export const isScreen = (to: string): boolean => SCREEN.test(to);

/** The page of a partner's managed screens. No query. */
export const webviewPath = (slug: string): string => `/w/${slug}/`;
export const webviewUrl = (baseUrl: string, slug: string): string =>
  `${baseUrl}${webviewPath(slug)}`;
