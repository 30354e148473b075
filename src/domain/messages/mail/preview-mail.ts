/** A mail as a partner's travelers would get it, of made-up facts. */
import type { TravelerKind } from '../../message.ts';
import type { Brand } from '../../partners/branding/brand.ts';
import type { EffectiveSettings } from '../../settings/settings.ts';
import { exampleFacts } from './example-facts.ts';
import { withImages } from './images.ts';
import { customOf } from './load-facts.ts';
import { renderMail, type Rendered } from './render.ts';

/** `locale`: one of the shipped ones. Images stand in the HTML itself. */
export function previewMail(
  partner: { settings: EffectiveSettings },
  { brand, kind, locale }: { brand: Brand; kind: TravelerKind; locale: string },
): Rendered {
  const facts = { ...exampleFacts(kind, locale), brand, timeZone: partner.settings.time_zone };
  const mail = renderMail({ ...facts, custom: customOf(partner, facts) });
  return { ...mail, html: withImages(mail) };
}
