/** Something that is done in the sandbox, and looked at afterwards, whatever came of it. */
import { useMutation } from '@tanstack/react-query';
import { sandboxMoved } from '../../data/sandbox.ts';

export const useAct = <T>(path: string, act: (asked: T) => Promise<unknown>) =>
  useMutation({ mutationFn: act, onSettled: () => sandboxMoved(path) });
