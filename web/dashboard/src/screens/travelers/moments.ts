/** How each kind of moment is drawn and called, and what tells one from the others of its kind. */
import {
  Archive,
  CalendarX,
  CardSim,
  CircleHelp,
  CreditCard,
  Gauge,
  Hourglass,
  Mail,
  PackageCheck,
  PanelTop,
  Plane,
  Replace,
  Smartphone,
  SquareCheck,
  Ticket,
  TicketCheck,
  Trash2,
  Wifi,
  Zap,
  type LucideIcon,
} from 'lucide-react';
import type { MomentKind, TimelineItem } from '../../data/types.ts';
import type { Key, Words } from '../../words.tsx';

/** `notes`: of the details those that stand below its name. */
export const MOMENTS: Record<
  MomentKind,
  { text: Key; icon: LucideIcon; notes: readonly string[] }
> = {
  booked: { text: 'momentBooked', icon: Ticket, notes: ['booking_id'] },
  booking_cancelled: { text: 'momentBookingCancelled', icon: CalendarX, notes: ['booking_id'] },
  departure: { text: 'departure', icon: Plane, notes: ['booking_id'] },
  mail: { text: 'momentMail', icon: Mail, notes: ['to', 'status', 'reason'] },
  code_claimed: { text: 'momentCodeClaimed', icon: TicketCheck, notes: ['email'] },
  redeemed: { text: 'momentRedeemed', icon: SquareCheck, notes: ['bundle_id'] },
  esim_made: { text: 'momentEsimMade', icon: CardSim, notes: ['iccid'] },
  esim_installed: { text: 'momentEsimInstalled', icon: Smartphone, notes: ['iccid'] },
  esim_removed: { text: 'momentEsimRemoved', icon: Trash2, notes: ['iccid'] },
  esim_replaced: { text: 'momentEsimReplaced', icon: Replace, notes: ['reason'] },
  esim_archived: { text: 'momentEsimArchived', icon: Archive, notes: ['iccid'] },
  package_assigned: { text: 'momentPackageAssigned', icon: PackageCheck, notes: ['bundle_id'] },
  first_use: { text: 'momentFirstUse', icon: Wifi, notes: ['bundle_id'] },
  threshold: { text: 'momentThreshold', icon: Gauge, notes: [] },
  package_ended: { text: 'momentPackageEnded', icon: Hourglass, notes: ['bundle_id'] },
  purchased: { text: 'momentPurchased', icon: CreditCard, notes: ['amount', 'currency', 'state'] },
  support_asked: { text: 'momentSupportAsked', icon: CircleHelp, notes: ['symptom', 'status'] },
  screens_opened: { text: 'momentScreensOpened', icon: PanelTop, notes: [] },
  event: { text: 'event', icon: Zap, notes: [] },
};

const PERCENT = /^package\.usage\.(\d+)_percent$/;

export function momentText({ kind, details }: TimelineItem, { say }: Words): string {
  const { text } = MOMENTS[kind];
  const type = String(details['event'] ?? '');
  if (kind === 'event') return type;
  if (kind === 'threshold') return say(text, { percent: PERCENT.exec(type)?.[1] ?? '' });
  if (kind === 'mail')
    return say(text, { message: String(details['message'] ?? '').replaceAll('_', ' ') });
  return say(text);
}

export const noteOf = ({ kind, details }: TimelineItem): string =>
  MOMENTS[kind].notes
    .map((name) => details[name] ?? '')
    .filter((one) => one !== '')
    .join(' · ');
