/** One package specification as a partner sends it, after the schema: who, where, how much. */
import type { EsimType, PackageType } from '../catalog/types.ts';

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
