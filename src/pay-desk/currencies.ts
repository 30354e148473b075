/** What Stripe knows of currencies: how many decimals they have there, and the least it charges. */
const WHOLE = new Set('bif clp djf gnf jpy kmf krw mga pyg rwf vnd vuv xaf xof xpf'.split(' '));
const THOUSANDTHS = new Set('bhd jod kwd omr tnd'.split(' '));

const digitsOf = (currency: string): number =>
  WHOLE.has(currency) ? 0 : THOUSANDTHS.has(currency) ? 3 : 2;

/** In minor units; others have none of their own. */
const LEAST: Readonly<Record<string, number>> = {
  aed: 200,
  aud: 50,
  brl: 50,
  cad: 50,
  chf: 50,
  czk: 1500,
  dkk: 250,
  eur: 50,
  gbp: 30,
  hkd: 400,
  huf: 17_500,
  inr: 50,
  jpy: 50,
  mxn: 1000,
  nok: 300,
  nzd: 50,
  pln: 200,
  ron: 200,
  sek: 300,
  sgd: 50,
  thb: 1000,
  usd: 50,
};
/** Eight digits. */
export const MOST = 99_999_999;

const known = new Set(Intl.supportedValuesOf('currency').map((code) => code.toLowerCase()));
export const isCurrency = (code: string): boolean => known.has(code);

export const leastOf = (currency: string): number => LEAST[currency] ?? 1;

/** As a person reads it: `€12.50`. */
export const shownAmount = (amount: number, currency: string): string => {
  const digits = digitsOf(currency);
  return new Intl.NumberFormat('en', {
    style: 'currency',
    currency: currency.toUpperCase(),
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  }).format(amount / 10 ** digits);
};
