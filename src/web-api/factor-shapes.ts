/** Shapes of passkeys and codes. What a browser's API gives and takes keeps its own names. */
import { Type } from 'typebox';
import { answer, text } from '../api/reference/schemas/shapes.ts';

const encoded = (max: number) => text(max, { pattern: '^[\\w-]+$', description: 'base64url' });
const credentialId = encoded(1_400);

export const assertion = Type.Object(
  {
    id: credentialId,
    rawId: credentialId,
    type: Type.Literal('public-key'),
    response: Type.Object(
      {
        clientDataJSON: encoded(4_000),
        authenticatorData: encoded(4_000),
        signature: encoded(4_000),
        userHandle: Type.Optional(encoded(200)),
      },
      { additionalProperties: true },
    ),
  },
  {
    additionalProperties: true,
    description: 'PublicKeyCredential.toJSON() of `navigator.credentials.get`',
  },
);

export const attestation = Type.Object(
  {
    id: credentialId,
    rawId: credentialId,
    type: Type.Literal('public-key'),
    response: Type.Object(
      {
        clientDataJSON: encoded(4_000),
        attestationObject: encoded(16_000),
        transports: Type.Optional(Type.Array(text(30), { maxItems: 10 })),
      },
      { additionalProperties: true },
    ),
  },
  {
    additionalProperties: true,
    description: 'PublicKeyCredential.toJSON() of `navigator.credentials.create`',
  },
);

export const publicKeyOptions = answer(
  { challenge: Type.String() },
  { description: 'as the browser takes it: `PublicKeyCredential.parse…OptionsFromJSON`' },
);

export const recoveryCodes = Type.Array(Type.String(), {
  description: 'each opens once in place of the second factor; shown this once',
});
export const code = text(40);
