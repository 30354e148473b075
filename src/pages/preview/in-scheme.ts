/** A page or mail as a device in that scheme shows it, whatever the scheme of the device that looks at it. */
export type Scheme = 'light' | 'dark';

const DARK_RULES = /@media\s*(?:only screen and\s*)?\(prefers-color-scheme:\s*dark\)/gi;

/** Of HTML with its styles in it, or of a style sheet. */
export const inScheme = (text: string, scheme: Scheme): string =>
  text
    .replaceAll(DARK_RULES, scheme === 'dark' ? '@media all' : '@media not all')
    .replace(/(<meta name="color-scheme" content=")[^"]*(">)/, `$1${scheme}$2`)
    .replaceAll(/color-scheme:\s*light dark/g, `color-scheme:${scheme}`);

/** To be looked at: nothing in it can be pressed or reached. */
export const inert = (html: string): string => html.replace(/<body\b/i, '<body inert');
