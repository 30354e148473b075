/** Zendit's error answers. */
export type Reply = {
  status: number;
  body: unknown;
  headers?: Record<string, string>;
  /** in place of the body's JSON */
  raw?: string;
};

const error = (
  status: number,
  errorCode: string,
  message: string,
  fields: Record<string, string> = {},
): Reply => ({ status, body: { errorCode, message, fields } });

export const invalid = (fields: Record<string, string>): Reply =>
  error(400, 'INVALID_REQUEST', 'The request is invalid', fields);
export const notAuthorized = (): Reply => error(401, 'NOT_AUTHORIZED', 'Not authorized');
export const forbidden = (): Reply => error(403, 'FORBIDDEN', 'Forbidden');
export const notFound = (what: string): Reply => error(404, 'NOT_FOUND', `${what} not found`);
export const unavailable = (): Reply => error(503, 'SYSTEM_UNAVAILABLE', 'System unavailable');
/** Not Zendit's: what stands before it knows no such address. */
export const nowhere = (): Reply => ({ status: 404, body: { message: 'Not Found' } });
export const ok = (body: unknown): Reply => ({ status: 200, body });
