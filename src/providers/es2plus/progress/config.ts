/** Where SM-DP+ tell what becomes of profiles on devices. */
import { anyText, wholeNumber } from '../../../config/kinds.ts';
import { part } from '../../../config/part.ts';

/** Files in PEM: ours, and who signs the certificates of those that may call. */
export type ProgressFiles = { cert: string; key: string; ca: string };

/** `es2plus` is null where nobody is listened to. */
export type ProgressConfig = { es2plus: ({ port: number } & ProgressFiles) | null };

const FILES = ['HUBBY_ES2PLUS_CERT', 'HUBBY_ES2PLUS_KEY', 'HUBBY_ES2PLUS_CA'] as const;
const needs = { name: 'HUBBY_ES2PLUS_PORT', why: 'where they are used' };

export const progressConfig = part(
  {
    HUBBY_ES2PLUS_PORT: wholeNumber(
      { from: 0, to: 65_535, expected: 'a port number' },
      {
        fallback: null,
        meaning:
          'port for progress notifications of [SM-DP+](suppliers/es2plus.md#progress), over mutual TLS',
      },
    ),
    HUBBY_ES2PLUS_CERT: anyText({
      fallback: null,
      needs,
      meaning: 'file with the certificate shown there, and its chain; PEM',
    }),
    HUBBY_ES2PLUS_KEY: anyText({
      fallback: null,
      needs,
      meaning: 'file with the key of that certificate; PEM',
    }),
    HUBBY_ES2PLUS_CA: anyText({
      fallback: null,
      needs,
      meaning: "file with who signs the SM-DP+s' client certificates; PEM",
    }),
  },
  (values, { refuse }): ProgressConfig => {
    const { HUBBY_ES2PLUS_PORT: port } = values;
    if (port === null) return { es2plus: null };
    for (const name of FILES)
      if (values[name] === null) refuse(name, 'needed beside HUBBY_ES2PLUS_PORT');
    return {
      es2plus: {
        port,
        cert: values.HUBBY_ES2PLUS_CERT ?? '',
        key: values.HUBBY_ES2PLUS_KEY ?? '',
        ca: values.HUBBY_ES2PLUS_CA ?? '',
      },
    };
  },
);
