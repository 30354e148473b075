/** To the directory of the partner of that slug; `invitation`: token of one that it accepts. */
import { queryOf } from '../../data/client.ts';

export const goToDirectory = (slug: string, invitation?: string): void =>
  location.assign(`/web-api/sign-in/sso/${encodeURIComponent(slug)}${queryOf({ invitation })}`);
