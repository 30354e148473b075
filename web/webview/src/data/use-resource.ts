/** Something that a screen reads from the API: as it was last, while it is read again. */
import { useCallback, useEffect, useState } from 'preact/hooks';
import { Refusal } from './api.ts';

export type Resource<T> = {
  value: T | null;
  problem: Refusal | null;
  again(): Promise<void>;
};

const asRefusal = (error: unknown): Refusal =>
  error instanceof Refusal ? error : new Refusal('unavailable', 500, String(error));

/** Read once per `key`; `read` throws a Refusal. */
export function useResource<T>(key: string, read: () => Promise<T>): Resource<T> {
  const [state, setState] = useState<{ key: string; value: T | null; problem: Refusal | null }>({
    key,
    value: null,
    problem: null,
  });
  const again = useCallback(async () => {
    try {
      const value = await read();
      setState({ key, value, problem: null });
    } catch (error) {
      const problem = asRefusal(error);
      setState((old) => ({ key, value: old.key === key ? old.value : null, problem }));
    }
  }, [key]);
  useEffect(() => {
    void again();
  }, [again]);
  const isOld = state.key !== key;
  return { value: isOld ? null : state.value, problem: isOld ? null : state.problem, again };
}
