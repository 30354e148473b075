/** Minor units (cents) → major units of the wire. */
export const toMajor = (minor: number): number => minor / 100;
