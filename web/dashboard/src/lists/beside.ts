/** Whether details stand beside their list, as the screen is wide enough, or in its place. */
import { useSyncExternalStore } from 'react';

const wide = matchMedia('(min-width: 64rem)');

export const isBeside = (): boolean => wide.matches;

export const useIsBeside = (): boolean =>
  useSyncExternalStore((listener) => {
    wide.addEventListener('change', listener);
    return () => wide.removeEventListener('change', listener);
  }, isBeside);
