/** One package specification as a partner sends it, after the schema: who, where, how much. */
import type { ErrorType } from '../../../errors.ts';
import type { EsimType, PackageType } from '../../catalog/types.ts';

export type EntryInput = {
  package_id?: string;
  destination?: string | string[];
  iata_code?: string;
  size?: string;
  package_type?: PackageType;
  package_duration?: number;
  traffic_policy?: string;
  esim_type?: EsimType;
  external_user_id?: string;
  email?: string;
  expires_at?: string;
};

/** Section 4.2 of docs/contract.md: what the entry becomes. */
export type EntryKind = 'grant' | 'queue' | 'code';
export const kindOf = (entry: EntryInput): EntryKind =>
  entry.esim_type === 'classic' ? 'grant' : entry.external_user_id === undefined ? 'code' : 'queue';

export type EntryProblem = { field: string; issue: string; type?: ErrorType };
