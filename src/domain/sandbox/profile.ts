/**
 * POST /api/sandbox/esims/{iccid}/install|enable|disable|remove: what a device does to its profile.
 */
import { AppError } from '../../errors.ts';
import type { Context } from '../../context.ts';
import { SandboxRefused, type ProfileAction } from '../../providers/sandbox-control.ts';
import { showEsim } from '../esims/show-esim.ts';
import type { Partner } from '../partners/partner.ts';
import { partnerNow } from '../partners/now.ts';
import { awaitReport } from './await-report.ts';
import { ask } from './ledger.ts';
import { findEsim } from './own-esim.ts';

export async function changeProfile(
  ctx: Context,
  partner: Partner,
  iccid: string,
  action: ProfileAction,
) {
  const esim = await findEsim(ctx, partner, iccid);
  const report = await ask(ctx, (telco) =>
    telco.setProfileState(esim.provider, iccid, action, partnerNow(ctx, partner)),
  ).catch((error: unknown) => {
    if (error instanceof SandboxRefused)
      throw refusal(error, `An eSIM that is ${esim.status} cannot do "${action}".`);
    throw error;
  });
  await awaitReport(ctx, esim.provider, report);
  const shown = await showEsim(ctx, partner, esim.id);
  return { iccid, status: shown.current_esim!.status, ...shown };
}

/** The telco's no, in the words of the API. */
export function refusal(error: SandboxRefused, message: string): AppError {
  if (error.code === 'profile_not_found')
    return new AppError('esim_not_found', 'There is no such eSIM.', { cause: error });
  if (error.code === 'profile_not_enabled')
    return new AppError(
      'esim_not_enabled',
      'The eSIM is not enabled on a device, so it cannot use data.',
      { cause: error },
    );
  return new AppError('conflict', message, { cause: error });
}
