/**
 * At most so many at once, first come first served: thousands of endpoints must not line up for the
 * connections that requests need.
 */
export function makeGate(places: number): <T>(work: () => Promise<T>) => Promise<T> {
  const line: (() => void)[] = [];
  let free = places;
  return async (work) => {
    if (free > 0) free--;
    else
      await new Promise<void>((resolve) => {
        line.push(resolve);
      });
    try {
      return await work();
    } finally {
      const next = line.shift();
      if (next === undefined) free++;
      else next();
    }
  };
}

/** Of the delivery engine's statements in this process. */
export const atDatabase = makeGate(6);
