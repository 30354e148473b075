/** What the partner of a row is called, as a column `partner` beside `partner_id`, for the operator. */
export const PARTNER_NAME = (table: string): string =>
  `(select name from partners where partners.id = ${table}.partner_id) as partner`;
