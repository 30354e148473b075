import type { Context } from '../../context.ts';

/**
 * Where members open the dashboard, without a trailing slash; passkeys belong to its host. Where
 * nobody named one it is `localhost`, since browsers make no passkey for 127.0.0.1.
 */
export const dashboardAddress = ({
  config,
  baseUrl,
}: Pick<Context, 'config' | 'baseUrl'>): string =>
  config.dashboardUrl ??
  config.publicUrl ??
  baseUrl.replace(/\/\/(?:127\.0\.0\.1|\[::1\])(?=:|$)/, '//localhost');
