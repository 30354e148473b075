/**
 * What a mail shows, in order; HTML and text are two ways of writing it. All texts are clean lines,
 * all URLs may be linked to.
 */
import { contrastColor, readableOn } from './format.ts';
import { oneLine, safeUrl } from './clean.ts';
import type { Brand } from '../../partners/branding/brand.ts';

export type Link = { label: string; url: string };

export type Card = {
  title: string;
  lines: string[];
  code: { label: string; value: string } | null;
  until: string | null;
  button: Link | null;
  /** an image of `button.url` to be scanned; `cid` is its attachment's */
  qr: { cid: string; alt: string; caption: string } | null;
  passOn: Link | null;
};

export type MailModel = {
  subject: string;
  title: string;
  /** paragraphs of lines; the first greets */
  paragraphs: string[][];
  cards: Card[];
  button: Link | null;
  closing: string;
  footer: string;
  /** the partner's own pages; one may be a mail address (`mailto:`) */
  legal: Link[];
};

/**
 * Backgrounds of the layout that a partner's colours stand on; templates/mail.mjml has the same.
 */
const CARD = '#f7f8fa';
const CARD_ON_DARK = '#272d33';
export const GROUNDS = { light: CARD, dark: CARD_ON_DARK } as const;
const HEX = /^#[0-9a-f]{6}$/i;
const PLAIN = '#1f4e79';

export type Look = {
  name: string;
  logoUrl: string | null;
  colors: Record<
    | 'header'
    | 'onHeader'
    | 'secondary'
    | 'button'
    | 'onButton'
    | 'buttonEdge'
    | 'link'
    | 'linkOnDark'
    | 'buttonOnDark'
    | 'onButtonOnDark',
    string
  >;
};

/**
 * A partner's branding as the layout needs it: every text has 4.5:1 on what is behind it, whatever
 * the colours.
 */
export function lookOf(brand: Omit<Brand, 'legal'>): Look {
  const primary = HEX.test(brand.primaryColor) ? brand.primaryColor : PLAIN;
  const logoUrl = safeUrl(brand.logoUrl);
  // Nobody knows a logo's colours, and most are made for white.
  const header = logoUrl === null ? primary : '#ffffff';
  const light = readableOn(CARD_ON_DARK, primary);
  return {
    name: oneLine(brand.name, 100),
    logoUrl,
    colors: {
      header,
      onHeader: contrastColor(header),
      secondary: HEX.test(brand.secondaryColor) ? brand.secondaryColor : primary,
      button: primary,
      onButton: contrastColor(primary),
      buttonEdge: readableOn(CARD, primary),
      link: readableOn(CARD, primary),
      linkOnDark: light,
      buttonOnDark: light,
      onButtonOnDark: contrastColor(light),
    },
  };
}
