/**
 * The draft as it is edited: each change is kept here at once, and saved when nothing was changed
 * for a moment, so that previews follow.
 */
import { useMutation, useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import {
  brandIs,
  brandQuery,
  drafted,
  endDraft,
  saveDraft,
  type Changes,
  type Parts,
} from '../../data/brand.ts';
import type { Brand } from '../../data/types.ts';

const PAUSE_MS = 500;

export type Draft = {
  parts: Parts;
  set<Name extends keyof Parts>(name: Name, value: Parts[Name]): void;
  isSaving: boolean;
  /** what was changed was refused, and is not saved */
  isUnsaved: boolean;
  /** what was changed is saved, and differs from what is in force */
  isReady: boolean;
  /** of saving, publishing or discarding */
  error: unknown;
  end(how: 'publish' | 'discard'): void;
  isEnding: boolean;
  /** takes over what somebody else saved; what was changed here is lost */
  takeOver(): void;
};

export function useDraft(path: string, brand: Brand, onEnded: (how: string) => void): Draft {
  // Null: nothing that is not saved.
  const [local, setLocal] = useState<Changes | null>(null);
  const newest = useRef(local);
  newest.current = local;
  const { refetch } = useQuery({ ...brandQuery(path), enabled: false });
  const revision = brand.draft?.revision ?? null;
  const save = useMutation({
    mutationFn: (changes: Changes) => saveDraft(path, revision, changes),
    onSuccess: (next, changes) => {
      brandIs(path, next);
      if (newest.current === changes) setLocal(null);
    },
  });
  const { mutate, isPending, error } = save;
  useEffect(() => {
    // What was refused is sent again when it is another.
    if (local === null || isPending || (error !== null && save.variables === local)) return;
    const timer = setTimeout(() => mutate(local), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [local, isPending, error, mutate]);
  const end = useMutation({
    mutationFn: (how: 'publish' | 'discard') => endDraft(path, revision!, how),
    onSuccess: (next, how) => {
      brandIs(path, next);
      onEnded(how);
    },
  });
  const changes = local ?? brand.draft?.changes ?? {};
  return {
    parts: drafted(brand, changes),
    set: (name, value) => setLocal({ ...changes, [name]: value ?? null }),
    isSaving: local !== null && error === null,
    isUnsaved: local !== null && error !== null,
    isReady: local === null && revision !== null,
    error: error ?? end.error,
    end: (how) => end.mutate(how),
    isEnding: end.isPending,
    takeOver: () => {
      setLocal(null);
      save.reset();
      end.reset();
      void refetch();
    },
  };
}
