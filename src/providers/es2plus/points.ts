/**
 * What the points of a progress notification mean for a profile. The standard names four; the rest
 * is agreed with each SM-DP+ operator.
 */
import { Type, type Static } from 'typebox';
import type { ProfileState } from '../provider.ts';

export const POINTS_SCHEMA = Type.Record(
  Type.String({ pattern: '^\\d{1,5}$' }),
  Type.Union([
    Type.Literal('RELEASED'),
    Type.Literal('INSTALLED'),
    Type.Literal('ENABLED'),
    Type.Literal('DISABLED'),
    Type.Literal('DELETED'),
  ]),
  {
    default: {},
    maxProperties: 50,
    description:
      'notificationPointId → state of the profile, beside or instead of 4 → INSTALLED; such as {"100":"ENABLED","101":"DISABLED","102":"DELETED"}',
  },
);

type Points = Static<typeof POINTS_SCHEMA>;

/** 3, the package was fetched, changes nothing that anybody could see. */
const STANDARD: Points = { '4': 'INSTALLED' };

/** Null: the point changes nothing. */
export const stateAt = (agreed: Points, point: number): ProfileState | null =>
  agreed[String(point)] ?? STANDARD[String(point)] ?? null;

/** How much of a profile's life on the device is told by these. */
export function statesTold(agreed: Points): 'all' | 'installed' {
  const told = new Set(Object.values({ ...STANDARD, ...agreed }));
  return told.has('ENABLED') && told.has('DELETED') ? 'all' : 'installed';
}
