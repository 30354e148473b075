/** The pay desk as tests use it: Stripe's own SDK, and a person at the pay page. */
import Stripe from 'stripe';

/** `desk`: `ctx.payDesk`, or whatever speaks as Stripe does. */
export function stripeAt(
  desk: { url: string; secretKey: string },
  over: Record<string, unknown> = {},
): Stripe {
  const { hostname, port } = new URL(desk.url);
  return new Stripe(desk.secretKey, {
    host: hostname,
    port,
    protocol: 'http',
    telemetry: false,
    maxNetworkRetries: 0,
    ...over,
  });
}

/** One thing for 12.50 euros, in the fields that a test does not care about. */
export const checkoutOf = (
  over: Partial<Stripe.Checkout.SessionCreateParams> = {},
): Stripe.Checkout.SessionCreateParams => ({
  mode: 'payment',
  line_items: [
    {
      quantity: 1,
      price_data: {
        currency: 'eur',
        unit_amount: 1250,
        product_data: { name: 'Greece, 3 GB', description: '30 days' },
      },
    },
  ],
  success_url: 'https://shop.example/paid?session={CHECKOUT_SESSION_ID}',
  cancel_url: 'https://shop.example/store',
  metadata: { purchase_id: 'pur_1' },
  ...over,
});

/** What a button of the pay page sends; `to`: where the browser is led. */
export async function payAt(
  url: string,
  how: string,
): Promise<{ status: number; to: string | null }> {
  const response = await fetch(url, {
    method: 'POST',
    redirect: 'manual',
    body: new URLSearchParams({ how }),
  });
  await response.arrayBuffer();
  return { status: response.status, to: response.headers.get('location') };
}
