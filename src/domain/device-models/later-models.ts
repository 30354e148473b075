/**
 * Families in which every model of the last years has an eSIM: what comes after the listed ones is
 * taken to have it too, and the answer says that it is inferred. Ranges begin at the last listed
 * number, for its siblings that the list does not have.
 */
type Rule = { brand: string; pattern: RegExp; from: number; name(m: RegExpExecArray): string };

/** `promax` → ` Pro Max` */
const word = (text: string | undefined): string =>
  (text ?? '')
    .replace('plus', '+')
    .replace(/(pro|max|xl|fold|ultra|fe|edge|mini|air|slim)/g, ' $1')
    .replace(
      / (pro|max|fold|ultra|edge|air|slim)/g,
      (_, w: string) => ` ${w[0]!.toUpperCase()}${w.slice(1)}`,
    )
    .replace(' fe', ' FE')
    .replace(' xl', ' XL');
/** A number far away is a typing error, or a copy's. */
const GENERATIONS = 20;
const codeOf = (key: string): string => `SM-${key.slice(2, 6).toUpperCase()}`;
const RULES: readonly Rule[] = [
  {
    brand: 'Apple',
    pattern: /^(?:iphone)?(\d{2})((?:pro|max|plus|air|fold|ultra|mini|slim|e)*)$/,
    from: 18,
    name: (m) => `iPhone ${m[1]}${word(m[2])}`,
  },
  {
    brand: 'Apple',
    pattern: /^iphone(\d{2})·\d{1,2}$/,
    from: 18,
    name: (m) => `iPhone (${m[0].replace('iphone', 'iPhone').replace('·', ',')})`,
  },
  {
    brand: 'Google',
    pattern: /^(?:pixel)?(\d{2})(a?(?:pro|xl|fold|max)*)$/,
    from: 10,
    name: (m) => `Pixel ${m[1]}${word(m[2])}`,
  },
  {
    brand: 'Samsung',
    pattern: /^(?:galaxy)?s(\d{2})((?:plus|ultra|fe|edge|pro|slim)*)$/,
    from: 26,
    name: (m) => `Galaxy S${m[1]}${word(m[2])}`,
  },
  {
    brand: 'Samsung',
    pattern: /^(?:galaxy)?z?(?:fold)(\d{1,2})((?:fe|ultra|edge|slim)*)$/,
    from: 7,
    name: (m) => `Galaxy Z Fold${m[1]}${word(m[2])}`,
  },
  {
    brand: 'Samsung',
    pattern: /^(?:galaxy)?z?(?:flip)(\d{1,2})((?:fe|ultra|edge|slim)*)$/,
    from: 7,
    name: (m) => `Galaxy Z Flip${m[1]}${word(m[2])}`,
  },
  // SM-S95… and later come after the S26's SM-S94…; SM-F97… and SM-F77… after the seventh
  // foldables.
  {
    brand: 'Samsung',
    pattern: /^sms(9[5-9])\d[a-z0-9]{0,6}$/,
    from: 95,
    name: (m) => `Galaxy S (${codeOf(m[0])})`,
  },
  {
    brand: 'Samsung',
    pattern: /^smf(9[7-9])\d[a-z0-9]{0,6}$/,
    from: 97,
    name: (m) => `Galaxy Z Fold (${codeOf(m[0])})`,
  },
  {
    brand: 'Samsung',
    pattern: /^smf(7[7-9])\d[a-z0-9]{0,6}$/,
    from: 77,
    name: (m) => `Galaxy Z Flip (${codeOf(m[0])})`,
  },
  {
    brand: 'Motorola',
    pattern: /^razr(\d{2})((?:ultra|plus)*)$/,
    from: 80,
    name: (m) => `Razr ${m[1]}${word(m[2])}`,
  },
];
/**
 * Codes without a number to count by: all phones of these makers that have such a code have an
 * eSIM.
 */
const CODES: readonly { brand: string; pattern: RegExp; family: string }[] = [
  { brand: 'Google', pattern: /^g(?=[a-z0-9]*\d)[a-z0-9]{4}$/, family: 'Pixel' },
  { brand: 'Sony', pattern: /^xq[f-z][a-z]\d{2}$/, family: 'Xperia' },
];
const ROMAN: Record<string, string> = { ix: 'IX', x: 'X', xi: 'XI', xii: 'XII' };

/** The name of a later model, or null. @param keys without the brand */
export function laterModel(brand: string, keys: readonly string[]): string | null {
  for (const key of keys) {
    for (const rule of RULES) {
      const m = rule.brand === brand ? rule.pattern.exec(key) : null;
      if (m !== null && Number(m[1]) >= rule.from && Number(m[1]) < rule.from + GENERATIONS)
        return rule.name(m);
    }
    const coded = CODES.find((c) => c.brand === brand && c.pattern.test(key));
    if (coded !== undefined) return `${coded.family} (${key.toUpperCase()})`;
    const xperia = brand === 'Sony' ? /^(?:xperia)?(1|10)(ix|xi{0,2})$/.exec(key) : null;
    if (xperia !== null) return `Xperia ${xperia[1]} ${ROMAN[xperia[2]!]}`;
  }
  return null;
}
