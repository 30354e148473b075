/** What a member is told of, and addresses that are posted to. */
import { queryOptions } from '@tanstack/react-query';
import { call } from './client.ts';
import { queryClient } from './queries.ts';
import type {
  NotificationAddress,
  NotificationAddresses,
  NotificationChoices,
  PostLanguage,
  Subject,
  TestedAddress,
  Way,
} from './types.ts';

export const choicesQuery = (path: string) =>
  queryOptions({
    queryKey: [path, 'notifications'],
    queryFn: () => call<NotificationChoices>('GET', `${path}/notifications`),
  });

export async function choose(path: string, subject: Subject, way: Way): Promise<void> {
  const chosen = await call<NotificationChoices>('PUT', `${path}/notifications`, {
    ways: { [subject]: way },
  });
  queryClient.setQueryData(choicesQuery(path).queryKey, chosen);
}

export const addressesQuery = (path: string) =>
  queryOptions({
    queryKey: [path, 'notification-addresses'],
    queryFn: () => call<NotificationAddresses>('GET', `${path}/notification-addresses`),
  });

/** What of an address can be changed later. */
export type AddressFields = {
  label: string;
  language: PostLanguage;
  /** null = everything */
  subjects: readonly Subject[] | null;
};

const refresh = (path: string): Promise<void> =>
  queryClient.invalidateQueries(addressesQuery(path));

export async function addAddress(
  path: string,
  address: AddressFields & { url: string },
): Promise<void> {
  await call('POST', `${path}/notification-addresses`, address);
  await refresh(path);
}

export async function changeAddress(
  path: string,
  { id }: Pick<NotificationAddress, 'id'>,
  change: Partial<AddressFields> & { is_on?: boolean },
): Promise<void> {
  await call('PATCH', `${path}/notification-addresses/${id}`, change);
  await refresh(path);
}

export async function removeAddress(
  path: string,
  { id }: Pick<NotificationAddress, 'id'>,
): Promise<void> {
  await call('DELETE', `${path}/notification-addresses/${id}`);
  await refresh(path);
}

export const testAddress = (
  path: string,
  { id }: Pick<NotificationAddress, 'id'>,
): Promise<TestedAddress> =>
  call<TestedAddress>('POST', `${path}/notification-addresses/${id}/test`);
