/**
 * How the WebView looks at one partner: custom properties of CSS, made of checked values only.
 * Whatever the partner's colours are, text stays readable on every ground.
 */
import { accentOn, colorOr, contrastColor, contrastRatio } from '../messages/mail/format.ts';
import { OWN_COLORS } from '../partners/branding/brand.ts';
import type { EffectiveSettings } from '../settings/settings.ts';
import type { WebviewSettings } from '../settings/webview.ts';

type Values = Readonly<Record<string, string>>;
type Colors = { primaryColor: string; secondaryColor: string };

/** `page`, `card` and `shade` are grounds; everything else is read on each of them. */
const LIGHT = {
  page: '#eef1f5',
  card: '#ffffff',
  shade: '#f5f7fa',
  ink: '#16202b',
  quiet: '#4a5867',
  line: '#d5dce4',
  field: '#6c7a89',
  good: '#136c3a',
  warn: '#7a4b00',
  bad: '#b3161b',
} as const;
const DARK = {
  page: '#12171c',
  card: '#1b2128',
  shade: '#232a32',
  ink: '#f1f4f7',
  quiet: '#b6c1cd',
  line: '#3a444f',
  field: '#8e9baa',
  good: '#7fd6a2',
  warn: '#f2c14e',
  bad: '#ff9d98',
} as const;

const RADIUS = { none: '0', small: '.375rem', medium: '.75rem', large: '1.25rem' } satisfies Record<
  NonNullable<WebviewSettings['radius']>,
  string
>;

/** Names without quotes, so that no template has to think of them. */
const FONT = {
  system: 'system-ui, -apple-system, Segoe UI, Roboto, Helvetica Neue, Noto Sans, sans-serif',
  humanist: 'Seravek, Gill Sans Nova, Ubuntu, Calibri, DejaVu Sans, sans-serif',
  geometric: 'Avenir, Montserrat, Corbel, URW Gothic, sans-serif',
  rounded: 'ui-rounded, Hiragino Maru Gothic ProN, Quicksand, Comfortaa, Manjari, sans-serif',
  serif: 'Charter, Bitstream Charter, Sitka Text, Cambria, Noto Serif, serif',
} satisfies Record<NonNullable<WebviewSettings['font']>, string>;

/** The content of one `<style>` element: text in which nothing needs escaping. */
export function webviewTheme(
  colors: Colors,
  { webview }: Pick<EffectiveSettings, 'webview'>,
): string {
  const { scheme = 'auto', radius = 'medium', font = 'system' } = webview ?? {};
  const shape = { radius: RADIUS[radius], font: FONT[font] };
  const [light, dark] = [lightValues(colors), darkValues(colors)];
  if (scheme === 'light') return root('light', { ...light, ...shape });
  if (scheme === 'dark') return root('dark', { ...dark, ...shape });
  return `${root('light dark', { ...light, ...shape })}@media (prefers-color-scheme:dark){${root(null, dark)}}`;
}

function root(colorScheme: string | null, values: Values): string {
  const properties = Object.entries(values).map(([name, value]) => `--${name}:${value}`);
  return `:root{${[...(colorScheme === null ? [] : [`color-scheme:${colorScheme}`]), ...properties].join(';')}}`;
}

function lightValues({ primaryColor, secondaryColor }: Colors): Values {
  const brand = colorOr(primaryColor, OWN_COLORS.primaryColor);
  const onBrand = contrastColor(brand);
  // The darkest ground decides: what is read there is read on all.
  const accent = accentOn(LIGHT.page, brand, LIGHT.ink);
  // A band that is as bright as the page would be no band.
  const second = contrastRatio(brand, LIGHT.card) < 1.3 ? accent : colorOr(secondaryColor, brand);
  return {
    ...LIGHT,
    brand,
    'on-brand': onBrand,
    accent,
    second,
    button: brand,
    'on-button': onBrand,
  };
}

function darkValues({ primaryColor, secondaryColor }: Colors): Values {
  const brand = colorOr(primaryColor, OWN_COLORS.primaryColor);
  const accent = accentOn(DARK.shade, brand, DARK.ink);
  return {
    ...DARK,
    brand,
    'on-brand': contrastColor(brand),
    accent,
    second: colorOr(secondaryColor, brand),
    button: accent,
    'on-button': contrastColor(accent),
  };
}
