/** What a device is, for choosing instructions: by the shipped list, without a database. */
import { vendorOf, type Vendor } from './brands.ts';
import { findDevice } from './find-device.ts';
import { keyOf } from './keys.ts';
import { shippedIndex } from './shipped.ts';

export type { Vendor } from './brands.ts';
export type Platform = 'ios' | 'ipados' | 'android' | 'windows' | 'other';
export type Identified = {
  /** "Google Pixel 10" */ device: string | null;
  brand: string | null;
  platform: Platform;
  vendor: Vendor;
};

/** @param said either may be left out or empty: "Google Pixel 10" alone, as the model, is enough */
export function identifyDevice(said: {
  brand?: string | undefined;
  model?: string | undefined;
}): Identified {
  const [brand, model] = [said.brand ?? '', said.model ?? ''];
  const found = findDevice(shippedIndex(), { brand, model });
  const maker =
    found.brand ??
    shippedIndex().brands.resolve(brand)?.name ??
    shippedIndex().brands.ofModel(keyOf(model))?.name ??
    null;
  return {
    device: found.device,
    brand: maker,
    platform: platformOf(maker, keyOf(`${found.device ?? ''} ${model}`)),
    vendor: vendorOf(maker),
  };
}

const WINDOWS =
  /surface(?!duo)|thinkpad|yoga|miix|flex5g|latitude|spectre|elite|swift|travelmate|transformer/;

function platformOf(brand: string | null, key: string): Platform {
  if (/watch|ipod|macbook|imac/.test(key)) return 'other';
  if (brand === 'Apple') return key.includes('ipad') ? 'ipados' : 'ios';
  if (WINDOWS.test(key)) return 'windows';
  return brand === null ? 'other' : 'android';
}
