import type { ServerOptions } from './client.ts';
export async function demo(_o: ServerOptions): Promise<void> { throw new Error('soon'); }
