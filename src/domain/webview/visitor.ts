/** A traveler on the managed screens, as everything behind a session is told of them. */

/** What the app or the page says of the device; nothing is refused for it. */
export type DeviceHints = {
  device_name?: string;
  device_type?: string;
  phone_os?: string;
  os_version?: string;
};

/** Everything of the traveler, or what came of one booking. */
export type SessionScope = 'traveler' | { bookingId: string };

export type Visitor = {
  sessionId: string;
  travelerId: string;
  /** the partner's, or one of ours (travelers/name-traveler.ts) */
  externalUserId: string;
  /** a shipped one */
  locale: string;
  device: DeviceHints;
  scope: SessionScope;
  /** real time */
  endsAt: Date;
};

/** Null: everything of the traveler. */
export const bookingOf = ({ scope }: Pick<Visitor, 'scope'>): string | null =>
  scope === 'traveler' ? null : scope.bookingId;
