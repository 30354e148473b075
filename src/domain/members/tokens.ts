/** Secrets of members' cookies, links and invitations: 32 random bytes, of which the hash is kept. */
import { randomBytes } from 'node:crypto';
import { tokenHash } from '../../secrets.ts';

export const newToken = (): string => randomBytes(32).toString('base64url');

const TOKEN = /^[\w-]{43}$/;
/** Whether it looks like one: what does not is not asked of the database. */
export const isToken = (text: string): boolean => TOKEN.test(text);

/** What is kept of one. */
export const hashOf = tokenHash;
