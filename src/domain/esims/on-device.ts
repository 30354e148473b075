/**
 * What "installed" means, everywhere: the eSIM is on a device, switched on or off. Statements ask
 * the SQL function is_on_device, which a test holds to this list.
 */
import type { EsimStatus } from './usage/locked-esims.ts';

export const ON_DEVICE: readonly EsimStatus[] = ['INSTALLED', 'ENABLED', 'DISABLED'];

export const isOnDevice = (status: EsimStatus): boolean => ON_DEVICE.includes(status);
