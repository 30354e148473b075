/** A departure that nothing is due for yet, whenever the tests run: YYYY-MM-DD. */
export const IN_A_YEAR = new Date(Date.now() + 365 * 86_400_000).toISOString().slice(0, 10);
