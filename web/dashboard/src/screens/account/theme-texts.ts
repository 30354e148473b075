/** Themes as they are said. */
import type { Theme } from '../../theme.ts';
import type { Key } from '../../words.tsx';

export const THEME_TEXTS: Record<Theme, Key> = {
  system: 'themeSystem',
  light: 'themeLight',
  dark: 'themeDark',
};
