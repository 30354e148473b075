/** Light, dark, or as the device: kept in a cookie, so that the document has it at once. */
export const THEMES = ['system', 'light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];

const YEAR_S = 31_536_000;

export const currentTheme = (): Theme =>
  THEMES.find((theme) => theme === document.documentElement.dataset['theme']) ?? 'system';

export function chooseTheme(theme: Theme): void {
  document.documentElement.dataset['theme'] = theme;
  document.cookie = `hubby-theme=${theme}; path=/d; max-age=${YEAR_S}; samesite=lax`;
}
