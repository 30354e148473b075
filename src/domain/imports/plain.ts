/** Control characters, halves of characters, and signs that make a text read otherwise than it is. */
export const NOT_PLAIN = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u202A-\u202E\u2066-\u2069]/u;
