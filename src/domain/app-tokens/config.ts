/** Whose tokens apps may call with. */
import { choice, flag, text } from '../../config/kinds.ts';
import { part } from '../../config/part.ts';
import { httpUrl } from '../../config/urls.ts';

export type AppTokensConfig = {
  /** null = no tokens of Firebase are taken */
  firebaseProject: string | null;
  firebaseJwksUrl: string;
  /** takes the emulator's unsigned tokens, never in production */
  firebaseEmulator: boolean;
  appCheck: 'enforce' | 'off';
  appCheckJwksUrl: string;
};

export const appTokensConfig = part(
  {
    HUBBY_FIREBASE_PROJECT: text(/^[\w.:-]{1,100}$/, 'a project id', {
      fallback: null,
      meaning:
        'project whose ID tokens apps call with; none: only [our own](app-api.md#tokens-without-firebase)',
    }),
    HUBBY_FIREBASE_JWKS_URL: httpUrl({
      fallback:
        'https://www.googleapis.com/service_accounts/v1/jwk/securetoken@system.gserviceaccount.com',
      byDefault: "Google's",
      meaning: 'where the public keys of ID tokens are',
    }),
    HUBBY_FIREBASE_EMULATOR: flag({
      fallback: false,
      isStagingOnly: true,
      needs: { name: 'HUBBY_FIREBASE_PROJECT' },
      meaning: "`1` takes the Auth emulator's unsigned tokens too; never in production",
    }),
    HUBBY_APP_CHECK: choice(['enforce', 'off'], {
      fallback: null,
      byDefault: '`enforce` in production with a project, else `off`',
      meaning:
        'whether apps have to prove that they are genuine ([App Check](app-api.md#app-check))',
    }),
    HUBBY_APP_CHECK_JWKS_URL: httpUrl({
      fallback: 'https://firebaseappcheck.googleapis.com/v1/jwks',
      byDefault: "Google's",
      meaning: 'where the public keys of App Check are',
    }),
  },
  (values, { env, refuse }): AppTokensConfig => {
    const { HUBBY_FIREBASE_PROJECT: firebaseProject, HUBBY_APP_CHECK: appCheck } = values;
    // Without a project there is nobody who could attest an app, and only our own tokens are taken.
    if (firebaseProject === null && appCheck === 'enforce')
      refuse('HUBBY_APP_CHECK', 'enforce needs HUBBY_FIREBASE_PROJECT');
    return {
      firebaseProject,
      firebaseJwksUrl: values.HUBBY_FIREBASE_JWKS_URL,
      firebaseEmulator: values.HUBBY_FIREBASE_EMULATOR,
      appCheck: appCheck ?? (env === 'production' && firebaseProject !== null ? 'enforce' : 'off'),
      appCheckJwksUrl: values.HUBBY_APP_CHECK_JWKS_URL,
    };
  },
);
