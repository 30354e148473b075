/**
 * What people see of a command that plays: ANSI where a terminal reads along, plain text in a pipe,
 * no colours under NO_COLOR.
 */
import { setTimeout as sleep } from 'node:timers/promises';

export type Screen = {
  title(text: string): void;
  done(text: string): void;
  item(text: string): void;
  note(text: string): void;
  /** an event from the feed */
  event(text: string): void;
  /** Asks until there is something, with a live line meanwhile; null when `limitMs` is over. */
  wait<T>(
    what: string,
    limitMs: number,
    ask: () => Promise<T | null>,
  ): Promise<{ value: T; ms: number } | null>;
  end(): void;
};

type Output = { isTTY?: boolean; write(text: string): unknown };

const POLL_MS = 100;
const FRAMES = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];

export function makeScreen(out: Output, env: Record<string, string | undefined>): Screen {
  const isLive = out.isTTY === true && env['TERM'] !== 'dumb';
  const paint =
    (code: number) =>
    (text: string): string =>
      isLive && !env['NO_COLOR'] ? `\x1b[${code}m${text}\x1b[0m` : text;
  const [bold, dim, green, cyan] = [paint(1), paint(2), paint(32), paint(36)];
  const line = (text: string): void => {
    out.write(`${isWaiting ? '\r\x1b[2K' : ''}${text}\n`);
  };
  let isWaiting = false;
  let step = 0;
  return {
    title: (text) => line(`\n${bold(`${++step}. ${text}`)}`),
    done: (text) => line(`   ${green('✓')} ${text}`),
    item: (text) => line(`     ${text}`),
    note: (text) => line(`     ${dim(text)}`),
    event: (text) => line(`   ${cyan('←')} ${cyan(text)}`),
    async wait(what, limitMs, ask) {
      const began = performance.now();
      isWaiting = isLive;
      try {
        for (let i = 0; ; i++) {
          const value = await ask();
          const ms = performance.now() - began;
          if (isLive)
            out.write(
              value !== null || ms > limitMs
                ? '\r\x1b[2K'
                : `\r\x1b[2K   ${FRAMES[i % FRAMES.length]} ${dim(`${what} … ${(ms / 1000).toFixed(1)} s`)}`,
            );
          if (value !== null) return { value, ms };
          if (ms > limitMs) return null;
          await sleep(POLL_MS);
        }
      } finally {
        isWaiting = false;
      }
    },
    end: () => line(''),
  };
}
