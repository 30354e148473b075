import type { Pool } from 'pg';

/** What the parts of a pay desk share. */
export type Desk = {
  pool: Pool;
  /** where pay pages are, without a trailing slash */
  pages(): string;
  /** Something has become due, or will be sooner than was known. */
  wake(): void;
  /** Sends an event that was just recorded, and waits until it is answered or refused. */
  sendNow(eventId: string): Promise<void>;
};
