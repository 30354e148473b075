/** A traveler buys data on the managed screens, and pays on the page of the pay desk. */
import type { Page } from 'playwright-core';

type Look = (name: string) => Promise<unknown>;
export const PAY = 'button[name="how"][value="pay"]';

/** From what a destination offers to the pay page, which waits to be paid. */
export async function orderFirstOffer(page: Page, look: Look = async () => {}): Promise<void> {
  await page.waitForSelector('.offer');
  await look('offers');
  await page.click('.offer');
  await page.check('.consent input');
  await look('order');
  await page.click('.card:has(.consent) button');
  await page.waitForSelector(PAY);
}

/** From the pay page to what became of the purchase. */
export async function payAndComeBack(page: Page, look: Look = async () => {}): Promise<void> {
  await page.click(PAY);
  await page.waitForURL('**/paid?purchase=*');
  await look('paid');
  await page.click('.notice a.button');
  await page.waitForURL('**/purchase/*');
  await page.waitForSelector('.sign-good');
  await look('bought');
}
