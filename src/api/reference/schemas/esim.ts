/** eSIMs, packages and queues as they are shown. */
import { Type } from 'typebox';
import { ESIM_TYPES, PACKAGE_TYPES } from '../../../domain/catalog/types.ts';
import { answer, covers, nullable, oneOf } from './shapes.ts';

const packageSpecification = answer({
  iso3: nullable(Type.String()),
  bytes: nullable(Type.Integer()),
  duration_days: nullable(Type.Integer()),
});

export const queueAnswer = answer(
  {
    id: Type.String(),
    uuid: Type.String({ format: 'uuid' }),
    type: oneOf(['booking'] as const),
    package_specification: packageSpecification,
    package_type: oneOf(PACKAGE_TYPES),
    covers,
    created_at: Type.String({ format: 'date-time' }),
    redeemed_at: nullable(Type.String({ format: 'date-time' })),
  },
  { title: 'PackageQueue' },
);

/** Suppliers' have 18 to 20 digits; those of the sandbox 19. */
export const Iccid = Type.String({
  pattern: '^89\\d{16,18}$',
  description: 'an ICCID of 18 to 20 digits',
});

export const esimFields = {
  provider: Type.String(),
  name: Type.String(),
  esim_type: oneOf(ESIM_TYPES),
  qr: Type.String({
    description: 'the full activation string',
    examples: ['LPA:1$smdp.example.com$ACTIVATION-CODE'],
  }),
  iccid: Iccid,
  total_data: Type.Integer({ description: 'bytes' }),
  data_left: Type.Integer({ description: 'bytes' }),
  data_used: Type.Boolean({ description: 'whether anything was ever used' }),
  unlimited: Type.Boolean(),
  status: oneOf(['RELEASED', 'INSTALLED', 'ENABLED', 'DISABLED', 'DELETED'] as const),
  time_assigned: Type.String({ format: 'date-time' }),
  last_updated: Type.String({ format: 'date-time' }),
};

export const esimAnswer = nullable(answer(esimFields, { title: 'Esim' }));

export const packageFields = {
  id: Type.String(),
  package_queue_id: Type.String(),
  template: Type.String(),
  destination_bundle: Type.String(),
  destination_iso3: Type.String(),
  type: oneOf(['data'] as const),
  package_type: oneOf(PACKAGE_TYPES),
  assigned_at: Type.String({ format: 'date-time' }),
  date_activated: nullable(Type.String({ format: 'date-time' })),
  expires_at: nullable(Type.String({ format: 'date-time' })),
  status: oneOf(['ACTIVE', 'DEPLETED', 'EXPIRED', 'CANCELLED'] as const),
  total_bytes: nullable(Type.Integer()),
  used_bytes: Type.Integer(),
  allowance_seconds: Type.Integer(),
  allowance_hours: Type.Integer(),
  allowance_days: Type.Integer(),
};
export const packageAnswer = answer(packageFields, { title: 'Package' });

/** One of several eSIMs of a traveler. */
export const heldEsimAnswer = answer(
  { ...esimFields, packages: Type.Array(packageAnswer) },
  { title: 'HeldEsim' },
);

export const redemptionAnswer = answer({
  package_queue: queueAnswer,
  current_esim: esimAnswer,
  current_esim_packages: Type.Array(packageAnswer),
});
