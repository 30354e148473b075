import { Type } from 'typebox';

/** Printable ASCII: no NUL or lone surrogate reaches the database. */
export const Name = Type.String({ pattern: '^[!-~]{1,100}$' });
/** 19 digits, of a wholesaler's profiles 18. */
export const Iccid = Type.String({ pattern: '^89\\d{16,17}$' });
/** Below 10^18, so that it always fits a bigint. */
export const NumericId = Type.String({ pattern: '^\\d{1,18}$' });

export const Template = Type.Object({
  id: Name,
  bytes: Type.Union([Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER }), Type.Null()]),
  duration_days: Type.Integer({ minimum: 1, maximum: 3650 }),
  coverage: Type.Array(Type.String({ pattern: '^[A-Z0-9-]{1,12}$' }), { maxItems: 300 }),
  imsi: Type.Union([Name, Type.Null()]),
});

export const OrderBody = Type.Object({
  reference: Name,
  customer: Name,
  kind: Type.Union([Type.Literal('create_esim'), Type.Literal('add_package')]),
  iccid: Type.Optional(Iccid),
  template: Type.Optional(Template),
});

export const AccountParams = Type.Object({ account: Name });
export const ProfileParams = Type.Object({ account: Name, iccid: Iccid });
export const PackageParams = Type.Object({ account: Name, id: NumericId });
export const CustomerParams = Type.Object({ customer: Name });
export const CancelQuery = Type.Object({ customer: Name });
export const OrdersQuery = Type.Object({
  reference: Type.Optional(Name),
  since: Type.Optional(
    Type.String({ pattern: '^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d{1,6})?Z$' }),
  ),
  cursor: Type.Optional(Type.String({ pattern: '^\\d{1,15}_\\d{1,18}$' })),
  limit: Type.Optional(Type.String({ pattern: '^\\d{1,3}$' })),
});
/** The instant at which a device did something, for clients whose time is not ours; default now. */
const At = Type.Optional(
  Type.String({ pattern: '^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d{1,6})?Z$' }),
);
export const StateBody = Type.Object({
  at: At,
  action: Type.Union([
    Type.Literal('install'),
    Type.Literal('enable'),
    Type.Literal('disable'),
    Type.Literal('remove'),
  ]),
});
export const ConsumeBody = Type.Object({
  at: At,
  bytes: Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER }),
  iso3: Type.String({ pattern: '^[A-Z]{3}$' }),
  package_id: Type.Optional(NumericId),
});
export const FaultsBody = Type.Object({
  next: Type.Union([
    Type.Literal('timeout'),
    Type.Literal('timeout_before'),
    Type.Literal('error'),
    Type.Literal('out_of_stock'),
  ]),
  count: Type.Integer({ minimum: 0, maximum: 1_000_000 }),
});
