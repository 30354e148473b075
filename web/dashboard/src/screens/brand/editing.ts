/** What all parts of the editor are given. */
import type { Brand, MessageKind } from '../../data/types.ts';
import type { Draft } from './use-draft.ts';

/** What is looked at. */
export type Looking = {
  surface: 'claim' | 'webview' | 'mail';
  scheme: 'light' | 'dark';
  /** of the texts too */
  locale: string;
  /** key of a branding */
  brand: string;
  kind: MessageKind;
  screen: string;
};
export type Editing = {
  draft: Draft;
  brand: Brand;
  looking: Looking;
  look(at: Partial<Looking>): void;
  mayWrite: boolean;
  path: string;
};

/** Nothing where nothing is left of it: a setting that says nothing is none. */
export const orNone = <T extends object>(setting: T): T | undefined =>
  Object.keys(setting).length === 0 ? undefined : setting;
