import { randomBytes } from 'node:crypto';
import { SECRET_PREFIX } from '@hubby/sdk/webhooks';

/** `whsec_` and 32 random bytes in base64. */
export const makeSigningSecret = (): string => SECRET_PREFIX + randomBytes(32).toString('base64');
