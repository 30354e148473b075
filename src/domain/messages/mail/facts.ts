/**
 * What a traveler's mail tells of, read when it is sent; the renderer makes subject and bodies of
 * it and of nothing else.
 */
import type { Brand } from '../../partners/branding/brand.ts';
import type { TravelerKind } from '../../message.ts';
import type { Money } from '../../money.ts';

/**
 * One package of the mail: a queue that waits on the traveler's eSIM, or a code that has to be
 * redeemed.
 */
export type Item = {
  /** display names in the mail's language: the destination, or null while none is chosen */
  destination: string | null;
  /** for a package that serves several countries the traveler asked for */
  countries: string[];
  /** bytes, null = unlimited or chosen later */
  bytes: number | null;
  isUnlimited: boolean;
  /** days from first use */
  days: number | null;
  code: string | null;
  /**
   * page on which the code is claimed with an e-mail; null = imported without one, or claimed
   * already
   */
  claimUrl: string | null;
  /** opens the app with the code; null for packages without a code */
  deepLinkUrl: string | null;
  /** last instant at which the code works */
  validUntil: Date | null;
};

export type MessageFacts = {
  kind: TravelerKind;
  /** one of the shipped locales */
  locale: string;
  brand: Brand;
  /** first name, else full name, else null */
  name: string | null;
  /** IANA zone in which dates are shown: the partner's */
  timeZone: string;
  /** calendar date (2027-07-15); null where no departure is known */
  departureDate: string | null;
  items: Item[];
  /** where the traveler manages the eSIM: the partner's app, else our page of this mail */
  appUrl: string;
  /** whether that is our page: there is no app to speak of then */
  isHosted: boolean;
  /** whether the eSIM is on a device already; null where there is none yet */
  isInstalled: boolean | null;
  /**
   * running_low: percent that was crossed (20, 50, 80, 100), bytes left (null = unlimited, or
   * counted by time)
   */
  usage: { percent: number; leftBytes: number | null } | null;
  /** package_expiring */
  expiresAt: Date | null;
  /** purchase_receipt, purchase_refunded */
  purchase: { number: string; paid: Money; seller: string } | null;
  /**
   * the partner's own words for this kind, in this language where it gave some; plain text,
   * placeholders filled already
   */
  custom: { subject: string | null; intro: string | null };
};
