/** A message on its way, as a worker holds it. */
import type { NoticeKind, PushKind, TravelerKind } from '../message.ts';
import { TRAVELER_KINDS } from '../message.ts';

/** A dispatch that is leased to us. */
export type Claimed = {
  partner_id: string;
  message_id: string;
  fence: number;
  tries: number;
  rounds: number;
};

export type MessageRow = {
  id: string;
  channel: string;
  kind: TravelerKind | NoticeKind | PushKind;
  subject_id: string;
  recipient: string;
  locale: string;
  booking_id: string | null;
  /** of a push: what the app gets, all of it text */
  data: {
    queue_ids?: string[];
    queue_id?: string;
    package_id?: string;
    percent?: number;
    booking_id?: string;
    purchase_id?: string;
  };
  status: string;
  subject: string | null;
  text: string | null;
  html: string | null;
  /**
   * the partner's time at which it would be now without leaps of a sandbox clock: its making and
   * what has gone by since
   */
  as_of: Date;
  /** of a push: hashes of the devices that have it */
  served: string[];
};

export const isForTraveler = (kind: string): kind is TravelerKind =>
  (TRAVELER_KINDS as readonly string[]).includes(kind);
