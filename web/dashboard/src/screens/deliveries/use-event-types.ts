/** Every event that there is, to choose from. */
import { useQuery } from '@tanstack/react-query';
import { eventTypesQuery } from '../../data/log.ts';
import { useScope } from '../../shell/use-scope.ts';

export function useEventTypes(): readonly string[] {
  const types = useQuery(eventTypesQuery(useScope().path));
  return types.data?.event_types.map(({ event }) => event) ?? [];
}
