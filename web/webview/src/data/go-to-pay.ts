/**
 * To the payment page: within an app in the system's own browser, for wallets and bank pages do not
 * work reliably in the browsers of apps; else in this very tab. Here the purchase is watched.
 */
import type { App } from '../app-state.ts';

export function goToPay(app: App, purchaseId: string, url: string): void {
  const isElsewhere = app.boot.device.app !== null || window.parent !== window;
  app.go(`purchase/${purchaseId}`);
  if (app.host.isInApp) app.host.send({ type: 'open-external', url });
  else if (isElsewhere) window.open(url, '_blank', 'noopener,noreferrer');
  else location.assign(url);
}
