/** Any server that speaks OpenAI's chat completions, through the `ai` SDK. */
import type { LanguageModel, Question, Reply } from './model.ts';

export type ModelOptions = {
  /** up to and without /chat/completions */ url: string;
  model: string;
  apiKey: string | null;
  budget: number;
  patienceMs?: number;
  totalMs?: number;
};

const PATIENCE_MS = 4_000;
const TOTAL_MS = 30_000;
const MAX_ANSWER = 256 * 1024;

type Sdk = { ai: typeof import('ai'); provider: typeof import('@ai-sdk/openai-compatible') };
/** Takes longer to load than the rest of the server; only who has a model waits for it. */
let sdk: Promise<Sdk> | undefined;
async function load(): Promise<Sdk> {
  // The SDK would write its warnings to the console, which is not ours to write on.
  globalThis.AI_SDK_LOG_WARNINGS = false;
  const [ai, provider] = await Promise.all([import('ai'), import('@ai-sdk/openai-compatible')]);
  return { ai, provider };
}

export function makeModel(options: ModelOptions): LanguageModel {
  const { url, model, budget, patienceMs = PATIENCE_MS, totalMs = TOTAL_MS } = options;
  const closing = new AbortController();
  /** Not every server takes a schema; one that refused it is asked for plain JSON from then on. */
  let takesSchema = true;

  return {
    name: `${model} ${url}`,
    budget,
    patienceMs,
    async ask(question) {
      const signal = AbortSignal.any([AbortSignal.timeout(totalMs), closing.signal]);
      try {
        try {
          return await once(options, question, signal, takesSchema);
        } catch (error) {
          if (
            !takesSchema ||
            ![400, 415, 422].includes((error as { statusCode?: number }).statusCode ?? 0)
          )
            throw error;
          const reply = await once(options, question, signal, false);
          takesSchema = false;
          return reply;
        }
      } catch (error) {
        return {
          kind: 'failed',
          reason: signal.aborted ? 'timeout' : reasonOf(error),
          tokens: (error as { usage?: { totalTokens?: number } }).usage?.totalTokens ?? 0,
        };
      }
    },
    async close() {
      closing.abort();
    },
  };
}

async function once(
  { url, model, apiKey }: ModelOptions,
  question: Question,
  signal: AbortSignal,
  withSchema: boolean,
): Promise<Reply> {
  const { ai, provider } = await (sdk ??= load());
  const { chatModel } = provider.createOpenAICompatible({
    name: 'hubby',
    baseURL: url,
    ...(apiKey === null ? {} : { apiKey }),
    supportsStructuredOutputs: withSchema,
    fetch: boundedFetch,
  });
  const { output, usage } = await ai.generateText({
    model: chatModel(model),
    instructions: question.instructions,
    prompt: question.prompt,
    temperature: 0,
    maxOutputTokens: question.maxTokens,
    maxRetries: 0,
    abortSignal: signal,
    output: withSchema
      ? ai.Output.object({ schema: ai.jsonSchema(question.schema) })
      : ai.Output.json(),
  });
  return { kind: 'answered', value: output, tokens: usage.totalTokens ?? 0 };
}

function reasonOf(error: unknown): 'refused' | 'unreachable' | 'unreadable' {
  const { name, statusCode } = error as { name?: string; statusCode?: number };
  if (statusCode !== undefined)
    return statusCode >= 200 && statusCode < 300 ? 'unreadable' : 'refused';
  return name === 'AI_NoObjectGeneratedError' ||
    name === 'AI_NoOutputGeneratedError' ||
    name === 'AI_JSONParseError' ||
    name === 'AI_TypeValidationError'
    ? 'unreadable'
    : 'unreachable';
}

/**
 * Follows no redirect, which would carry key and question elsewhere, and reads no more than an
 * answer can have.
 */
const boundedFetch: typeof fetch = async (input, init) => {
  const response = await fetch(input, { ...init, redirect: 'error' });
  let read = 0;
  const limit = new TransformStream<Uint8Array, Uint8Array>({
    transform(chunk, controller) {
      read += chunk.length;
      if (read > MAX_ANSWER) controller.error(new Error('the answer is too large'));
      else controller.enqueue(chunk);
    },
  });
  return new Response(response.body?.pipeThrough(limit) ?? null, {
    status: response.status,
    statusText: response.statusText,
    headers: response.headers,
  });
};
