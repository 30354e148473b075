/** How far this process is behind: what is ready to run waits so long for what runs. */
const LOOK_MS = 50;
/** What was seen last fades: after half a second a tenth of it is left. */
const FADING = 0.8;

export type LoopLag = {
  /** milliseconds; the worst of late */
  ms(): number;
  close(): void;
};

export function makeLoopLag(): LoopLag {
  let lag = 0;
  let planned = performance.now() + LOOK_MS;
  const timer = setInterval(() => {
    const now = performance.now();
    lag = Math.max(now - planned, lag * FADING, 0);
    planned = now + LOOK_MS;
  }, LOOK_MS);
  timer.unref();
  return { ms: () => lag, close: () => clearInterval(timer) };
}
