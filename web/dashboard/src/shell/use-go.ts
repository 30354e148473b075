/** To a screen, whose parameters fit it as `targetOf` makes them. */
import { useRouter } from '@tanstack/react-router';
import { useCallback } from 'react';
import type { Target } from './screens.ts';

export function useGo(): (target: Target) => void {
  const router = useRouter();
  return useCallback((target) => void router.navigate(target as never), [router]);
}
