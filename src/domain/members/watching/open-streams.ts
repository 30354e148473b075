/**
 * Streams that are open in this process: so many of one member, and few beside the requests that
 * are answered. They end when the process is about to stop.
 */
import { AppError } from '../../../errors.ts';

const OF_A_MEMBER = 20;
/** 2 % of the 1 376 places that all kinds of callers have. */
const OF_ALL = 27;

export type OpenStreams = {
  /** `end`: ends it. Answers what is called when it has ended. Throws `too_many_requests`. */
  enter(memberId: string, end: () => void): () => void;
  /** Ends all of them, and lets none in any more. */
  drain(): void;
};

export function makeOpenStreams(): OpenStreams {
  const open = new Map<string, Set<() => void>>();
  let count = 0;
  let isDrained = false;
  return {
    enter(memberId, end) {
      if (isDrained)
        throw new AppError('overloaded', 'This process is about to stop; try again.', {
          retryAfter: 2,
          isRoutine: true,
        });
      const own = open.get(memberId) ?? new Set();
      if (own.size >= OF_A_MEMBER)
        throw tooMany(`You have ${OF_A_MEMBER} live views open: close one of them.`);
      if (count >= OF_ALL) throw tooMany('Too many live views are open; try again.');
      const one = (): void => end();
      open.set(memberId, own.add(one));
      count++;
      return () => {
        if (!own.delete(one)) return;
        count--;
        if (own.size === 0) open.delete(memberId);
      };
    },
    drain() {
      isDrained = true;
      for (const own of open.values()) for (const end of own) end();
    },
  };
}

const tooMany = (message: string): AppError =>
  new AppError('too_many_requests', message, { retryAfter: 30 });
