/** What a timer asks of its subject, and what a look at it tells. */
import type { NewMessage } from '../enqueue.ts';

/** A subject, the moments it is looked at for, and the partner's time at which that is. */
export type Look = { id: string; from: Date; at: Date };
export type Looked = { messages: NewMessage[]; /** when to look again */ next: Date | null };
