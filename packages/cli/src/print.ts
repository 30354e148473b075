/** What commands print: JSON only with --json, else a text. */
export const print = (options: { json?: boolean }, data: unknown, text: () => string): void =>
  console.log(options.json ? JSON.stringify(data) : text());
export const pretty = (data: unknown): string => JSON.stringify(data, null, 2);
