import type { FastifyRequest } from 'fastify';
import { AppError } from '../../errors.ts';
import type { Context } from '../../context.ts';
import { dashboardAddress } from '../../domain/members/dashboard-address.ts';

/** Of what changes nothing. */
export const isSafe = ({ method }: FastifyRequest): boolean =>
  method === 'GET' || method === 'HEAD';

/**
 * A cookie comes along whoever sends the request; what changes something has to come from our own
 * page. Browsers say so themselves, and what a page cannot set is believed.
 */
export function checkOrigin(ctx: Context, req: FastifyRequest): void {
  if (isSafe(req)) return;
  const { 'sec-fetch-site': site, origin, host } = req.headers;
  if (site === 'same-origin') return;
  const own = new URL(dashboardAddress(ctx)).origin;
  // A staging installation is reached by whatever name its machine has.
  const isOwn =
    origin !== undefined &&
    (origin === own || (ctx.config.env === 'staging' && origin === `http://${host}`));
  if (site !== undefined || !isOwn)
    throw new AppError(
      'forbidden_origin',
      'This changes something, and does not come from a page of the dashboard.',
    );
}
