/**
 * Names as keys: what differs only in case, spaces, punctuation and manner of counting is the same
 * name. All linear in a cut-off text.
 */

/** Model names have some 40 characters; what is longer names nothing. */
const LONGEST = 200;

/**
 * "Galaxy S24+", "GALAXY S24 PLUS" and "galaxys24plus" → `galaxys24plus`; "iPad Air (5th
 * generation)" → `ipadair5`. A comma between digits stays (as `·`): `iPhone1,1` is not an iPhone
 * 11.
 */
export function keyOf(text: string): string {
  return text
    .slice(0, LONGEST)
    .replace(/[™®©℠·]/g, ' ')
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll('+', 'plus')
    .replace(/(?<=\d)\s*,\s*(?=\d)/g, '·')
    .replace(/[^\p{L}\p{N}·]/gu, '')
    .replace(/(?<=\d)(?:st|nd|rd|th)(?:gen(?:eration)?)?/g, '')
    .replace(/gen(?:eration)?(?=\d)/g, '')
    .replace(/(?<=\d)mark(?=[ivx])/g, '')
    .replace(/(?<=\d)inch/g, '')
    .slice(0, LONGEST);
}

/**
 * What shops and apps add to a name: memory, SIM slots, network. Not "4G": of some models only the
 * 5G one has an eSIM.
 */
const ADDED =
  /(?:5g|lte|dualsim|singlesim|duos|esim|uw|unlocked|global|smartphone|(?:64|128|256|512|1024|32|16|12|8|6|4)gb(?:ram)?|[12]tb|cellular|wificellular|wifipluscellular|wifiandcellular)$/;

/** Names end in a few additions; who sends hundreds names nothing. */
const MOST_ADDITIONS = 6;

/**
 * The key itself, then with one addition after another taken off its end, then without a "5G" in
 * its middle.
 */
export function withoutAdditions(key: string): string[] {
  const all = [key];
  for (
    let shorter = key.replace(ADDED, '');
    shorter !== '' && shorter !== all.at(-1) && all.length <= MOST_ADDITIONS;
    shorter = shorter.replace(ADDED, '')
  )
    all.push(shorter);
  const inner = all.at(-1)!.replace('5g', '');
  return inner === '' || inner === all.at(-1) ? all : [...all, inner];
}

/**
 * "Galaxy S22 Ultra (SM-S908B)", "iPhone 15 Pro (iPhone16,1)", "iPhone 13 A2634": a code behind the
 * name says more than the name.
 */
const CODE_AT_END =
  /(?:sm[a-z]\d{3}[a-z0-9]{1,5}|(?:iphone|ipad)\d{1,2}·\d{1,2}|(?<=^(?:iphone|ipad).{0,40})a[123]\d{3})$/;
export const codeWithin = (key: string): string => CODE_AT_END.exec(key)?.[0] ?? key;

/**
 * Model codes end in region and SIM variant: `SM-S921B/DS` → `sms921`, `XT2321-1` → `xt2321`,
 * `XQ-DQ72` → `xqdq`. The code itself comes first.
 */
export function codeKeys(key: string): string[] {
  const base =
    /^(sm[a-z]\d{3})[a-z0-9]{1,6}$/.exec(key) ??
    /^(xt\d{4})\d{1,2}$/.exec(key) ??
    /^(xq[a-z]{2})\d{2}$/.exec(key);
  return base === null ? [key] : [key, base[1]!];
}
