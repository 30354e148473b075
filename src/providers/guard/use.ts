/** Knows what is under way at a provider, so that it can be closed when that has ended. */
import { ProviderBusy } from '../provider.ts';

export type Use = {
  <T>(work: () => Promise<T>): Promise<T>;
  /** Nothing begins any more; resolves when nothing is under way. */
  retire(): Promise<void>;
};

export function makeUse(name: string): Use {
  let underWay = 0;
  const { promise: ended, resolve: end } = Promise.withResolvers<void>();
  let isRetired = false;
  const use = async <T>(work: () => Promise<T>): Promise<T> => {
    if (isRetired) throw new ProviderBusy(`${name} was set up anew`, 1_000);
    underWay++;
    try {
      return await work();
    } finally {
      if (--underWay === 0 && isRetired) end();
    }
  };
  return Object.assign(use, {
    retire(): Promise<void> {
      isRetired = true;
      if (underWay === 0) end();
      return ended;
    },
  });
}
