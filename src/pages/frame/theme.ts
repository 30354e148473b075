/** A partner's colours as the pages use them: whatever they are, text stays readable. */
import {
  accentOn,
  colorOr,
  contrastColor,
  contrastRatio,
} from '../../domain/messages/mail/format.ts';
import { OWN_COLORS } from '../../domain/partners/branding/brand.ts';

/**
 * Backgrounds of page.css: the darkest that text stands on in the light scheme, the lightest in the
 * dark one.
 */
export const LIGHT_SHADE = '#eef1f5';
export const DARK_SHADE = '#232a32';

const LIGHT_INK = '#16202b';
const DARK_INK = '#f1f4f7';

/** The colour of the band, for the browser's own bar: #rrggbb whatever comes in. */
export const bandColor = (primary: string): string => colorOr(primary, OWN_COLORS.primaryColor);

/** CSS custom properties; their values are #rrggbb and nothing else, whatever comes in. */
export function themeCss(primary: string, secondary: string): string {
  const brand = bandColor(primary);
  const second = colorOr(secondary, brand);
  const dark = accentOn(DARK_SHADE, brand, DARK_INK);
  // A band that is as bright as the page would be no band.
  const accent = accentOn(LIGHT_SHADE, brand, LIGHT_INK);
  const line = contrastRatio(brand, '#ffffff') < 1.3 ? accent : second;
  const light = { brand, 'on-brand': contrastColor(brand), accent, second: line };
  const night = { accent: dark, button: dark, 'on-button': contrastColor(dark) };
  const list = (values: Record<string, string>): string =>
    Object.entries(values)
      .map(([name, value]) => `--${name}:${value}`)
      .join(';');
  return `:root{${list({ ...light, button: brand, 'on-button': light['on-brand'] })}}@media (prefers-color-scheme:dark){:root{${list(night)}}}`;
}
