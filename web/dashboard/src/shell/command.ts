/** What can be chosen in the palette. */
export type Command = { id: string; text: string; note: string; run(): void };
