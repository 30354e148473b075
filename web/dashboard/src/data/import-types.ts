/** The same of files of bookings. */

export type ImportState = 'checking' | 'checked' | 'running' | 'done' | 'cancelled' | 'failed';
export type ImportRow = {
  id: string;
  state: ImportState;
  filename: string | null;
  /** of the file, as its header names them */
  columns: string[];
  /** field of a booking → column */
  map: Record<string, string>;
  /** why it failed */
  problem: string | null;
  rows_total: number | null;
  rows_checked: number;
  rows_bad: number;
  rows_done: number;
  rows_failed: number;
  created_at: string;
};
export type ImportPage = { imports: ImportRow[]; next_cursor: string | null };
export type ImportDetails = ImportRow & {
  /** the first hundred */
  errors: { row: number; field: string; column?: string; issue: string }[];
  /** that columns can be mapped to, beside `data.<name>` */
  fields: string[];
};
export type ImportMade = { id: string };
