/** The key that everything stored in secret is sealed with. */
import { part } from './part.ts';
import { variable, type Declared, type Variable } from './variable.ts';

export type SecretKeysConfig = {
  /** 32 bytes; null = made in `<dataDir>/secret.key` (staging only) */
  secretKey: Buffer | null;
  /** 32 bytes, while the key is being changed: the one that it replaces */
  previousSecretKey: Buffer | null;
};

const KEY_BYTES = 32;
const HOW = `make one with: openssl rand -base64 ${KEY_BYTES}`;

const key = (declared: Omit<Declared<null>, 'fallback' | 'isSecret'>): Variable<Buffer | null> =>
  variable<Buffer, null>(
    (given) => {
      const value = Buffer.from(given, 'base64');
      return value.length === KEY_BYTES && value.toString('base64') === given
        ? { value }
        : { expected: `${KEY_BYTES} bytes in base64 (${HOW})` };
    },
    { ...declared, fallback: null, isSecret: true },
  );

export const secretKeysConfig = part(
  {
    HUBBY_SECRET_KEY: key({
      byDefault: '`secret.key` in the data folder (staging)',
      meaning:
        '32 bytes in base64, required in production; the same for all processes of a database',
    }),
    HUBBY_SECRET_KEY_PREVIOUS: key({
      needs: { name: 'HUBBY_SECRET_KEY', why: 'the key that replaces it' },
      meaning: 'the key that `HUBBY_SECRET_KEY` replaces, [while it is changed](#changing-the-key)',
    }),
  },
  ({ HUBBY_SECRET_KEY, HUBBY_SECRET_KEY_PREVIOUS }, { env, refuse }): SecretKeysConfig => {
    if (HUBBY_SECRET_KEY === null && env === 'production')
      refuse('HUBBY_SECRET_KEY', `required in production (${HOW})`);
    return { secretKey: HUBBY_SECRET_KEY, previousSecretKey: HUBBY_SECRET_KEY_PREVIOUS };
  },
);
