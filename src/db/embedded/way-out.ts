/** Ends every message about a machine on which the built-in server cannot run. */
export const USE_OWN_SERVER =
  'Set DATABASE_URL to a PostgreSQL server (15 or newer) of your own instead.';
