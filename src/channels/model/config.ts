/** The language model: address and name belong together, the rest is nothing without them. */
import { text, wholeNumber } from '../../config/kinds.ts';
import { part } from '../../config/part.ts';
import { baseUrl } from '../../config/urls.ts';

export type ModelConfig = {
  /**
   * null = no language model; `url` without a trailing slash, `budget` in calls per partner and
   * month
   */
  llm: { url: string; model: string; apiKey: string | null; budget: number } | null;
};

const DEFAULT_BUDGET = 1_000;
const needs = { name: 'HUBBY_LLM_URL' };

export const modelConfig = part(
  {
    HUBBY_LLM_URL: baseUrl({
      fallback: null,
      byDefault: 'none: no language model',
      needs: { name: 'HUBBY_LLM_MODEL' },
      meaning:
        'an OpenAI-compatible server up to `/v1` ([installing.md](installing.md#language-model))',
    }),
    HUBBY_LLM_MODEL: text(/^[\x21-\x7e]{1,200}$/, 'the name of a model', {
      fallback: null,
      needs,
      meaning: "the model's name there",
    }),
    HUBBY_LLM_API_KEY: text(/^[\x21-\x7e]{1,1000}$/, 'printable characters without blanks', {
      fallback: null,
      isSecret: true,
      needs,
      meaning: 'its key',
    }),
    // Without a fallback of its own, since even the default number means nothing without a model.
    HUBBY_LLM_BUDGET: wholeNumber(
      { from: 1, to: 999_999_999, expected: 'a number of calls from 1' },
      {
        fallback: null,
        byDefault: String(DEFAULT_BUDGET),
        needs,
        meaning: 'calls per partner and calendar month (UTC)',
      },
    ),
  },
  (values): ModelConfig => {
    const { HUBBY_LLM_URL: url, HUBBY_LLM_MODEL: model, HUBBY_LLM_API_KEY: apiKey } = values;
    const budget = values.HUBBY_LLM_BUDGET ?? DEFAULT_BUDGET;
    return { llm: url === null || model === null ? null : { url, model, apiKey, budget } };
  },
);
