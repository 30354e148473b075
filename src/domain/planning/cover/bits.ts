/**
 * Sets of up to 64 elements in two 32-bit words: element e is bit e of `lo`, or bit e - 32 of `hi`.
 */

export function popcount(word: number): number {
  let x = word - ((word >>> 1) & 0x55555555);
  x = (x & 0x33333333) + ((x >>> 2) & 0x33333333);
  return Math.imul((x + (x >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}

export const lowBit = (word: number): number => 31 - Math.clz32(word & -word);

export const loBit = (e: number): number => (e < 32 ? 1 << e : 0);
export const hiBit = (e: number): number => (e < 32 ? 0 : 1 << (e - 32));

export function elementsOf(lo: number, hi: number): number[] {
  const elements: number[] = [];
  for (let w = lo; w !== 0; w &= w - 1) elements.push(lowBit(w));
  for (let w = hi; w !== 0; w &= w - 1) elements.push(32 + lowBit(w));
  return elements;
}
