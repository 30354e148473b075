/** What has to be answered before anything else. */
import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import { Dialog as AriaDialog } from 'react-aria-components/Dialog';
import { Heading } from 'react-aria-components/Heading';
import { Modal, ModalOverlay } from 'react-aria-components/Modal';
import { useWords } from '../words.tsx';
import { Button, IconButton, type Look } from './button.tsx';
import { cn } from './cn.ts';

const VEIL = 'fixed inset-0 z-40 flex bg-veil';

type Opening = { isOpen: boolean; onClose(): void };

export function Dialog({
  title,
  children,
  isOpen,
  onClose,
  role = 'dialog',
  mayClose = true,
  isWide = false,
}: Opening & {
  title: string;
  children: ReactNode;
  role?: 'dialog' | 'alertdialog';
  /** by a press beside it or Escape: not where something is shown only once */
  mayClose?: boolean;
  /** for what is copied in whole lines */
  isWide?: boolean;
}) {
  const { say } = useWords();
  return (
    <ModalOverlay
      isOpen={isOpen}
      onOpenChange={(open) => open || onClose()}
      isDismissable={mayClose && role === 'dialog'}
      isKeyboardDismissDisabled={!mayClose}
      className={cn(VEIL, 'items-end justify-center sm:items-center sm:p-6')}
    >
      <Modal
        className={cn(
          'modal-in max-h-[92dvh] w-full overflow-y-auto rounded-t-xl border border-line bg-raised',
          'shadow-raised sm:rounded-xl',
          isWide ? 'sm:max-w-2xl' : 'sm:max-w-md',
        )}
      >
        <AriaDialog role={role} className="flex flex-col gap-4 p-5">
          <div className="flex items-start justify-between gap-4">
            <Heading slot="title" className="text-lg font-semibold">
              {title}
            </Heading>
            {mayClose && (
              <IconButton label={say('close')} onPress={onClose} className="-me-1.5 -mt-1">
                <X size={16} aria-hidden />
              </IconButton>
            )}
          </div>
          {children}
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  );
}

/** From a side: the navigation on a phone, details of a row. */
export function Drawer({
  label,
  side,
  children,
  isOpen,
  onClose,
}: Opening & { label: string; side: 'start' | 'end'; children: ReactNode }) {
  return (
    <ModalOverlay
      isOpen={isOpen}
      onOpenChange={(open) => open || onClose()}
      isDismissable
      className={cn(VEIL, side === 'start' ? 'justify-start' : 'justify-end')}
    >
      <Modal
        className={cn(
          'h-dvh overflow-y-auto bg-raised shadow-raised',
          side === 'start' ? 'drawer-in w-72 max-w-[85vw]' : 'panel-in w-[32rem] max-w-full',
        )}
      >
        <AriaDialog aria-label={label} className="min-h-full">
          {children}
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  );
}

export const DialogButtons = ({ children }: { children: ReactNode }) => (
  <div className="flex flex-wrap justify-end gap-2 pt-1">{children}</div>
);

/** One that says what will happen, and asks. */
export function Confirm({
  title,
  text,
  action,
  back,
  look = 'danger',
  isPending,
  trouble,
  isOpen,
  onClose,
  onConfirm,
}: Opening & {
  title: string;
  text: ReactNode;
  action: string;
  /** where the act is itself to cancel something: not another button of that name */
  back?: string;
  look?: Look;
  isPending: boolean;
  trouble?: ReactNode;
  onConfirm(): void;
}) {
  const { say } = useWords();
  return (
    <Dialog title={title} isOpen={isOpen} onClose={onClose} role="alertdialog">
      <div className="text-muted">{text}</div>
      {trouble}
      <DialogButtons>
        <Button onPress={onClose}>{back ?? say('cancel')}</Button>
        <Button look={look} isPending={isPending} onPress={onConfirm}>
          {action}
        </Button>
      </DialogButtons>
    </Dialog>
  );
}
