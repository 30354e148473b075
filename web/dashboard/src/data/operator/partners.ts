/** Partners of the installation: the list, one of them, and what the operator does about it. */
import { queryOptions } from '@tanstack/react-query';
import { call } from '../client.ts';
import { keyOf, type List } from '../lists.ts';
import { queryClient } from '../queries.ts';
import type {
  BegunView,
  MadePartner,
  OperatorPartner,
  OperatorPartnerPage,
  PartnerSettings,
} from '../types.ts';

const PATH = 'operator';

export const PARTNERS: List<OperatorPartner> = {
  name: 'partners',
  to: '/operator/partners',
  call: 'partners',
  field: 'partners',
  idOf: ({ id }) => id,
  hints: [],
};

/** What is said of it in the list; null: there is none. */
export const partnerQuery = (id: string) =>
  queryOptions({
    queryKey: [...keyOf(PATH, PARTNERS), 'one', id],
    queryFn: async () => {
      const query = new URLSearchParams({ q: id });
      const { partners } = await call<OperatorPartnerPage>('GET', `${PATH}/partners?${query}`);
      return partners.find((one) => one.id === id) ?? null;
    },
  });

export const partnerSettingsQuery = (id: string) =>
  queryOptions({
    queryKey: [...keyOf(PATH, PARTNERS), 'one', id, 'settings'],
    queryFn: () => call<PartnerSettings>('GET', pathOf(id)),
  });

const pathOf = (id: string): string => `${PATH}/partners/${encodeURIComponent(id)}`;

export const createPartner = (name: string): Promise<MadePartner> =>
  call('POST', `${PATH}/partners`, { name });
export const renamePartner = (id: string, name: string): Promise<unknown> =>
  call('PATCH', pathOf(id), { name });
export const setSuspended = (id: string, isSuspended: boolean): Promise<unknown> =>
  call('POST', `${pathOf(id)}/${isSuspended ? 'suspend' : 'resume'}`);
export const beginView = (id: string, reason: string): Promise<BegunView> =>
  call('POST', `${pathOf(id)}/view`, { reason });

export const partnersChanged = (): Promise<void> =>
  queryClient.invalidateQueries({ queryKey: keyOf(PATH, PARTNERS) });
