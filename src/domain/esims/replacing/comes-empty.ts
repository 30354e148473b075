import type { Context } from '../../../context.ts';

/** Whether a provider makes profiles without a package; one that is gone is not asked. */
export const comesEmpty = ({ providers }: Pick<Context, 'providers'>, provider: string): boolean =>
  providers.get(provider)?.can.emptyProfile ?? true;
