/**
 * What a language model is asked here, and what may come of it. One implementation beside this
 * file, made only where one is configured.
 */
export type Question = {
  /** what it is to do; the same for everybody */
  instructions: string;
  /** what it is to do it with, as JSON */
  prompt: string;
  /** JSON schema that the answer has to fit */
  schema: Record<string, unknown>;
  maxTokens: number;
};

/** `failed`: nothing usable came; the reason holds nothing of question or answer. */
export type Reply =
  | { kind: 'answered'; value: unknown; tokens: number }
  | {
      kind: 'failed';
      reason: 'timeout' | 'refused' | 'unreachable' | 'unreadable';
      tokens: number;
    };

export interface LanguageModel {
  /** tells answers of different models apart */
  readonly name: string;
  /** calls per partner and calendar month */
  readonly budget: number;
  /**
   * how long whoever shows the answer waits for it, in ms; an answer that comes later serves the
   * next one
   */
  readonly patienceMs: number;
  /** Never rejects. */
  ask(question: Question): Promise<Reply>;
  close(): Promise<void>;
}
