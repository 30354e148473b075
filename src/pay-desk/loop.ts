export type Loop = {
  /** Looks at once, where it is running. */
  wake(): void;
  open(): void;
  close(): Promise<void>;
};

/** What other processes left behind is found by then. */
const LOOK_MS = 5_000;

/** `look` does what is due and answers in how many milliseconds it wants to look again, null = no wish. */
export function makeLoop(look: () => Promise<number | null>): Loop {
  let running: Promise<void> | null = null;
  let isClosing = false;
  let isWoken = false;
  let getUp: (() => void) | null = null;

  const rest = (ms: number): Promise<void> =>
    new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      timer.unref();
      getUp = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  const run = async (): Promise<void> => {
    while (!isClosing) {
      isWoken = false;
      // A database that is away now is asked again by the next look.
      const wish = await look().catch(() => null);
      if (!isWoken && !isClosing) await rest(Math.max(0, Math.min(LOOK_MS, wish ?? LOOK_MS)));
    }
  };
  return {
    wake() {
      isWoken = true;
      getUp?.();
    },
    open() {
      running ??= run();
    },
    async close() {
      isClosing = true;
      getUp?.();
      await running;
    },
  };
}
