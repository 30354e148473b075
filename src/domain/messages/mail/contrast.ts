/**
 * Where a partner's colour cannot be read, and what is shown in its place: pages and mails mend it
 * by themselves, and who chooses it should know.
 */
import type { Brand } from '../../partners/branding/brand.ts';
import { contrastRatio } from './format.ts';
import { lookOf, GROUNDS } from './model.ts';

export type PoorContrast = {
  scheme: 'light' | 'dark';
  /** #rrggbb as chosen */
  color: string;
  /** between the colour and what is behind links */
  ratio: number;
  /** #rrggbb of links and the like */
  shown_as: string;
};

const SCHEMES = [
  ['light', GROUNDS.light, 'link'],
  ['dark', GROUNDS.dark, 'linkOnDark'],
] as const;

/** Of the main colour; empty: it is read everywhere. */
export function poorContrasts(brand: Omit<Brand, 'legal'>): PoorContrast[] {
  const { colors } = lookOf(brand);
  const color = colors.button;
  return SCHEMES.flatMap(([scheme, ground, name]) =>
    colors[name].toLowerCase() === color.toLowerCase()
      ? []
      : [
          {
            scheme,
            color,
            ratio: Math.floor(contrastRatio(color, ground) * 10) / 10,
            shown_as: colors[name],
          },
        ],
  );
}
