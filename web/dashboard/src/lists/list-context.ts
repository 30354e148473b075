/** What a panel knows of the list that it stands beside. */
import { createContext, use } from 'react';

export type Beside = {
  openId: string | undefined;
  hasBefore: boolean;
  hasAfter: boolean;
  step(by: 1 | -1): void;
  close(): void;
};

export const ListContext = createContext<Beside | null>(null);
export const useBeside = (): Beside => use(ListContext)!;
