/** How the server shows who may not be seen: `a…@sun.example`, or a word for anything else. */
export const isMasked = (shown: string): boolean => shown.includes('…') || shown === '[personal]';
