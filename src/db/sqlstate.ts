/**
 * Errors of PostgreSQL by their names. What an error carries is `sqlState(error)` (retry.ts); which
 * of them say only "not now" is not-now.ts.
 */
export const SQLSTATE = {
  invalidParameterValue: '22023',
  foreignKeyViolation: '23503',
  uniqueViolation: '23505',
  readOnlyTransaction: '25006',
  invalidAuthorization: '28000',
  invalidPassword: '28P01',
  serializationFailure: '40001',
  deadlock: '40P01',
  insufficientPrivilege: '42501',
  duplicateObject: '42710',
  duplicateDatabase: '42P04',
  undefinedTable: '42P01',
  tooManyConnections: '53300',
  lockNotAvailable: '55P03',
  queryCanceled: '57014',
  adminShutdown: '57P01',
  crashShutdown: '57P02',
  cannotConnectNow: '57P03',
} as const;

/** The login is refused: there is none of that name, or its password is another. */
export const REFUSED_LOGIN: readonly string[] = [
  SQLSTATE.invalidPassword,
  SQLSTATE.invalidAuthorization,
];
