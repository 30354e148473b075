/** Which of the two environments this is; rules of other variables depend on it. */
import { choice } from './kinds.ts';

export type Environment = 'staging' | 'production';

export const HUBBY_ENV = choice<Environment, Environment>(['staging', 'production'], {
  fallback: 'staging',
  meaning: '`staging` or `production`',
});
