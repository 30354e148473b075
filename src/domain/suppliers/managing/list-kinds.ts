/** The kinds of suppliers that an account can be added of, with the forms of each. */
import type { Context } from '../../../context.ts';

/** `credentials` and `settings` are JSON schemas with a description of every field. */
export const listKinds = ({ suppliers }: Pick<Context, 'suppliers'>) =>
  [...suppliers.registry.kinds.values()]
    .filter(({ kind }) => kind !== 'sandbox')
    .map(({ kind, title, baseUrl, credentials, settings }) => ({
      kind,
      title,
      base_url: baseUrl,
      credentials,
      settings,
    }))
    .sort((a, b) => (a.kind < b.kind ? -1 : 1));
