import type { AuditEntry } from '../../data/types.ts';

/** Somebody by their name, anything else by its kind and id. */
export const actorText = ({ kind, id, name }: AuditEntry['actor']): string =>
  name ?? (kind === id ? kind : `${kind} ${id}`);
