/** Where the sandbox telco keeps its books. */
import { part } from '../config/part.ts';
import { databaseUrl } from '../config/urls.ts';

export type SandboxTelcoConfig = {
  /** the sandbox telco's database; null = it shares ours */
  sandboxDatabaseUrl: string | null;
};

export const sandboxTelcoConfig = part(
  {
    HUBBY_SANDBOX_DATABASE_URL: databaseUrl({
      byDefault: 'shares ours',
      isStagingOnly: true,
      meaning: "the sandbox telco's own database, staging only",
    }),
  },
  (values): SandboxTelcoConfig => ({ sandboxDatabaseUrl: values.HUBBY_SANDBOX_DATABASE_URL }),
);
