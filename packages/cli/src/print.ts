/** What commands print: JSON only with --json, else a text. */
export const print = (options: { json?: boolean }, data: unknown, text: () => string): void =>
  console.log(options.json ? JSON.stringify(data) : text());
export const pretty = (data: unknown): string => JSON.stringify(data, null, 2);

/** With at least the decimals that people write in that currency: `2.50` euros, `450` yen. */
export const amountText = (major: number, currency: string): string => {
  const usual = new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions();
  return new Intl.NumberFormat('en', {
    useGrouping: false,
    minimumFractionDigits: usual.minimumFractionDigits!,
    maximumFractionDigits: 4,
  }).format(major);
};
