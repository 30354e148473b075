/** Kinds of packages, as people call them. */
import type { PackageType } from '../../data/types.ts';
import type { Key } from '../../words.tsx';

export const PACKAGE_TYPE_TEXTS = {
  'data-limited': 'typeDataLimited',
  'time-limited': 'typeTimeLimited',
  starter: 'typeStarter',
  unlimited: 'typeUnlimited',
} as const satisfies Record<PackageType, Key>;
export const PACKAGE_TYPES = Object.keys(PACKAGE_TYPE_TEXTS) as PackageType[];
