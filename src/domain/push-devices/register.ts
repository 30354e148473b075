/** Callable register_device_token: where a traveler's app can be reached by pushes. */
import { AppError, invalid, type Problem } from '../../errors.ts';
import type { Context } from '../../context.ts';
import type { AppUser } from '../travelers/app-user.ts';
import { mismatch, phraseOf, secretMismatch } from '../../input/sentences.ts';
import { lockTraveler } from '../travelers/lock-traveler.ts';

export const PLATFORMS = ['ios', 'android', 'web'] as const;
/** Of one traveler; the one that was registered longest ago makes room. */
export const MAX_DEVICES = 20;
/** Printable, without blanks; FCM's have some 160 characters today and no promised length. */
const TOKEN = /^[!-~]{1,4096}$/;

/** As it came. `remove: true` takes the token out, as an app does when its user signs out. */
export type DeviceInput = { token?: unknown; platform?: unknown; remove?: unknown };
/** Whether this traveler gets pushes on that device from now on. */
export type Registered = { registered: boolean };

/**
 * A token is one traveler's of a partner at a time: that of who signed in last. 404 for a user who
 * has no traveler.
 */
export async function registerDevice(
  ctx: Pick<Context, 'db'>,
  user: AppUser,
  input: DeviceInput,
): Promise<Registered> {
  const { token, platform, remove } = checked(input);
  const { partnerId, travelerId } = user;
  if (travelerId === null) throw unknown();
  return ctx.db.partnerTx(partnerId, async (tx) => {
    // One at a time per traveler, so that the count holds; and who is removed meanwhile is gone
    // here.
    if (!(await lockTraveler(tx, partnerId, travelerId))) throw unknown();
    if (remove) {
      await tx.rows(
        'delete from device_tokens where partner_id = $1 and token = $2 and traveler_id = $3',
        [partnerId, token, travelerId],
      );
      return { registered: false };
    }
    await tx.rows(
      `insert into device_tokens (partner_id, token, traveler_id, platform, registered_at)
       values ($1, $2, $3, $4, clock_timestamp())
       on conflict (partner_id, token) do update set traveler_id = excluded.traveler_id,
         platform = coalesce(excluded.platform, device_tokens.platform),
         registered_at = excluded.registered_at`,
      [partnerId, token, travelerId, platform],
    );
    // One that is locked is just being given to somebody else or dropped.
    await tx.rows(
      `delete from device_tokens
       where partner_id = $1
         and token in (select token
           from device_tokens
           where partner_id = $1 and traveler_id = $2
           order by registered_at desc offset ${MAX_DEVICES}
           for update skip locked)`,
      [partnerId, travelerId],
    );
    return { registered: true };
  });
}

const unknown = (): AppError => new AppError('user_not_found', 'This user has nothing here yet.');

function checked(input: DeviceInput): { token: string; platform: string | null; remove: boolean } {
  const { token, platform, remove } = input;
  const problems: Problem[] = [];
  if (typeof token !== 'string' || !TOKEN.test(token))
    problems.push({
      field: 'token',
      issue: secretMismatch('a registration token of 1 to 4096 printable characters', token),
    });
  if (
    platform !== undefined &&
    platform !== null &&
    !(PLATFORMS as readonly unknown[]).includes(platform)
  )
    problems.push({ field: 'platform', issue: mismatch(phraseOf({ enum: PLATFORMS }), platform) });
  if (remove !== undefined && remove !== null && typeof remove !== 'boolean')
    problems.push({ field: 'remove', issue: mismatch(phraseOf({ type: 'boolean' }), remove) });
  if (problems.length > 0) throw invalid(problems);
  return {
    token: token as string,
    platform: (platform ?? null) as string | null,
    remove: remove === true,
  };
}
