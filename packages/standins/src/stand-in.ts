import type { Desk } from './desk.ts';

/** A stand-in that runs, of whatever kind. */
export type StandIn = {
  /** what an account has as `base_url` */
  url: string;
  /** where its switches are, for somebody with a terminal */
  control: string;
  /** as the form of an account has them; invented */
  credentials: Record<string, string>;
  settings: Record<string, unknown>;
  /** 1 GB for 7 days in Spain, by this supplier's id, and what adds the same */
  article: string;
  topup: string | null;
  desk: Desk;
  close(): Promise<void>;
};
