/**
 * Something to look at on staging: trips of made-up travelers, some of whom install and use their
 * eSIM. It goes the way of every booking; the sandbox's reset takes all of it away.
 */
import { AppError } from '../../errors.ts';
import type { Context } from '../../context.ts';
import { createBooking } from '../bookings/creating/create-booking.ts';
import { redeemPackage } from '../esims/user-dashboard.ts';
import { partnerNow } from '../partners/now.ts';
import type { Partner } from '../partners/partner.ts';
import { changeProfile } from '../sandbox/profile.ts';
import { consume } from '../sandbox/consume.ts';
import { daysBefore, dateIn } from '../time.ts';
import { noteOpenedPackages } from '../travelers/note-opened.ts';
import { parseQueueId } from '../../ids.ts';

type Trip = {
  traveler: string;
  destination: string;
  size: string;
  /** how far it comes; `used`: percent of its data */
  to: 'booked' | 'opened' | 'redeemed' | 'installed' | { used: number };
};
const TRIPS: readonly Trip[] = [
  { traveler: 'ada', destination: 'GR', size: '1GB', to: { used: 85 } },
  { traveler: 'grace', destination: 'IT', size: '3GB', to: { used: 30 } },
  { traveler: 'alan', destination: 'ES', size: '1GB', to: 'installed' },
  { traveler: 'edith', destination: 'GR', size: '3GB', to: 'redeemed' },
  { traveler: 'linus', destination: 'PT', size: '1GB', to: 'opened' },
  { traveler: 'mary', destination: 'US', size: '1GB', to: 'booked' },
];
const AWAY_DAYS = 10;

/** Made twice on one day, nothing comes twice. Answers how many bookings are new. */
export async function makeDemoData(ctx: Context, partner: Partner): Promise<number> {
  if (ctx.config.env !== 'staging')
    throw new AppError('not_found', 'There is demo data on staging only.');
  const made = [];
  for (const trip of TRIPS) made.push(await play(ctx, partner, trip));
  return made.filter(Boolean).length;
}

/** False: it was there already. */
async function play(
  ctx: Context,
  partner: Partner,
  { traveler, destination, size, to }: Trip,
): Promise<boolean> {
  const user = `demo-${traveler}`;
  const email = `${traveler}@traveler.example`;
  const today = dateIn(partner.settings.time_zone, partnerNow(ctx, partner));
  const { created, booking } = await createBooking(ctx, partner, {
    booking_id: `DEMO-${traveler.toUpperCase()}`,
    departure_date: daysBefore(today, -AWAY_DAYS),
    email,
    communication_options: { should_send_message: true, channels: ['EMAIL'] },
    package_specifications: [{ external_user_id: user, email, destination, size }],
  });
  const [queue] = booking.package_queues;
  if (!created || queue === undefined || to === 'booked') return created;
  await ctx.db.partnerTx(partner.id, (tx) =>
    noteOpenedPackages(tx, partner.id, [parseQueueId(queue.id)!], partnerNow(ctx, partner)),
  );
  if (to === 'opened') return true;
  const { current_esim: esim } = await redeemPackage(ctx, partner, user, queue.id);
  if (to === 'redeemed' || esim === null) return true;
  await changeProfile(ctx, partner, esim.iccid, 'install');
  if (to === 'installed') return true;
  await changeProfile(ctx, partner, esim.iccid, 'enable');
  await consume(ctx, partner, esim.iccid, { percent: to.used }, []);
  return true;
}
