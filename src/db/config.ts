/** Where the database is, and as whom the application logs in. */
import { flag } from '../config/kinds.ts';
import { part } from '../config/part.ts';
import { databaseUrl } from '../config/urls.ts';

export type DatabaseConfig = {
  /** PostgreSQL connection URL; null = the embedded server in the data folder */
  databaseUrl: string | null;
  /**
   * the application's own login, where the owner cannot give it one; null = derived from
   * `databaseUrl`
   */
  appDatabaseUrl: string | null;
  /** false = behind a pooler that hands each transaction to another session */
  prepared: boolean;
};

export const databaseConfig = part(
  {
    DATABASE_URL: databaseUrl({
      byDefault: 'embedded server',
      meaning:
        "`postgres://…` of the database's owner, PostgreSQL 15 or newer; [several hosts](#several-hosts)",
    }),
    HUBBY_APP_DATABASE_URL: databaseUrl({
      byDefault: '`hubby_app` at `DATABASE_URL`',
      meaning:
        "the application's own login, where `migrate` cannot give it one, and behind a pooler ([who does what](#who-does-what))",
    }),
    HUBBY_PREPARED: flag({
      fallback: true,
      meaning: '`0`: [behind a pooler](#behind-a-pooler) of transactions',
    }),
  },
  (values): DatabaseConfig => ({
    databaseUrl: values.DATABASE_URL,
    appDatabaseUrl: values.HUBBY_APP_DATABASE_URL,
    prepared: values.HUBBY_PREPARED,
  }),
);
