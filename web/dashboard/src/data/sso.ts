/** A partner's own directory. */
import { queryOptions } from '@tanstack/react-query';
import { call } from './client.ts';
import type { Sso } from './types.ts';

export const ssoQuery = (path: string) =>
  queryOptions({ queryKey: [path, 'sso'], queryFn: () => call<Sso>('GET', `${path}/sso`) });
