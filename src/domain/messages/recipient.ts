/**
 * Whom a message about an entry of a booking goes to. Each rule is an order: the first address that
 * is known counts. A transaction that looks the addresses up itself gets the order, and follows it
 * by first_known, the SQL of firstKnown.
 */

/**
 * Where an address may stand: with whoever claimed or redeemed the code, with the traveler, in the
 * entry, with the code, in the booking.
 */
export type AddressSource = 'claim' | 'traveler' | 'entry' | 'code' | 'booking';
export type Addresses = Readonly<Partial<Record<AddressSource, string | null>>>;

export type RecipientRules = {
  of_code: readonly AddressSource[];
  of_package: readonly AddressSource[];
};

/**
 * For messages of every kind, whether the booking's own transaction writes them or a schedule does.
 * Whoever claimed or redeemed a code has it now.
 */
export const RECIPIENTS: RecipientRules = {
  of_code: ['claim', 'traveler', 'entry', 'code', 'booking'],
  of_package: ['entry', 'traveler', 'booking'],
};

/** The address of a traveler as events name it: whom the entry meant, and never the booker. */
export const TRAVELER_ADDRESS: readonly AddressSource[] = ['entry', 'claim', 'code', 'traveler'];

/** Null: nothing in the order is known. */
export const firstKnown = <Source extends string>(
  order: readonly Source[],
  known: Readonly<Partial<Record<Source, string | null>>>,
): string | null => {
  for (const source of order) {
    const address = known[source];
    if (address != null) return address;
  }
  return null;
};

/** In lower case; null = nobody is known. */
export const recipientOf = (isCode: boolean, addresses: Addresses): string | null =>
  firstKnown(isCode ? RECIPIENTS.of_code : RECIPIENTS.of_package, addresses)?.toLowerCase() ?? null;
