import type { Tx } from '../../db/pool.ts';
import type { Bundle, Destination } from './types.ts';

/**
 * Replaces the stored catalog whole. Bookings keep what they froze; a bundle that is gone can no
 * longer be ordered.
 */
export async function replaceCatalog(
  tx: Tx,
  catalog: { destinations: Destination[]; bundles: Bundle[] },
): Promise<number> {
  const version = await tx.one<{ value: string }>(
    `insert into shared_values (key, value)
     values ('catalog_version', '1')
     on conflict (key) do update set value = (shared_values.value::bigint + 1)::text
     returning value`,
  );
  await tx.rows('delete from bundles');
  await tx.rows('delete from package_templates');
  await tx.rows('delete from destinations');
  await tx.rows(
    'insert into destinations select * from json_populate_recordset(null::destinations, $1)',
    [JSON.stringify(catalog.destinations)],
  );
  await tx.rows(
    `insert into package_templates select *
     from json_populate_recordset(null::package_templates, $1)`,
    [
      JSON.stringify([
        ...new Map(catalog.bundles.map((b) => [b.template.id, b.template])).values(),
      ]),
    ],
  );
  await tx.rows('insert into bundles select * from json_populate_recordset(null::bundles, $1)', [
    JSON.stringify(
      catalog.bundles.map(({ template, destination, ...b }) => ({
        ...b,
        destination_id: destination,
        template_id: template.id,
      })),
    ),
  ]);
  return Number(version!.value);
}
