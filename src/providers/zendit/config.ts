/** What an operator enters for an account at Zendit. */
import { Type, type Static } from 'typebox';
import type { SupplierKind } from '../kind.ts';
import { zenditProvider } from './adapter.ts';

const credentials = Type.Object({
  api_key: Type.String({
    minLength: 1,
    maxLength: 500,
    pattern: '^[!-~]+$',
    description:
      'The API key of one environment (test mode or production), from "API Settings" in the console.',
  }),
  callback_value: Type.Optional(
    Type.String({
      minLength: 16,
      maxLength: 200,
      pattern: '^[!-~]+$',
      description:
        "A text that you make up and enter in the console as the value of the webhook's fixed header. Callbacks without it are refused; left out, the address alone lets them in.",
    }),
  ),
});

const settings = Type.Object({
  callback_header: Type.String({
    pattern: '^[A-Za-z0-9-]{1,100}$',
    default: 'x-hubby-callback',
    description: "Name of the webhook's fixed header, as entered in the console.",
  }),
  bytes_per_gb: Type.Integer({
    minimum: 1_000_000_000,
    maximum: 1_073_741_824,
    default: 1_000_000_000,
    description:
      'What Zendit means by a GB, which it does not publish: 1000000000 unless your contract says 1073741824.',
  }),
});

export const zenditKind: SupplierKind = {
  kind: 'zendit',
  title: 'Zendit',
  baseUrl: 'https://api.zendit.io/v1',
  credentials,
  settings,
  make({ name, baseUrl, credentials: secrets, settings: given }) {
    const value = secrets['callback_value'];
    const { callback_header, bytes_per_gb } = {
      callback_header: 'x-hubby-callback',
      bytes_per_gb: 1_000_000_000,
      ...(given as Partial<Static<typeof settings>>),
    };
    return zenditProvider({
      name,
      url: baseUrl,
      apiKey: secrets['api_key']!,
      header: value === undefined ? null : { name: callback_header.toLowerCase(), value },
      bytesPerGb: bytes_per_gb,
    });
  },
};
