// The same operation for everyone selected.
import type { ReactNode } from 'react';
import { useTenant } from '../../app/tenant';
import { previewMany, queueMany } from '../../gen/commands';
import type { Many, Selection } from '../../gen/types';
import { BulkDialog } from './BulkDialog';

interface Props {
  title: string;
  of: Selection;
  operation: string;
  input: Many['input'] | null;
  /** Of a change of members: the group. */
  group?: string | undefined;
  onQueued: () => void;
  onClose: () => void;
  children?: ReactNode;
}

export function OperationForMany({ of, operation, input, group, ...rest }: Props) {
  const tenant = useTenant().id;
  return <BulkDialog wish={input && { tenant, of, operation, input, ...(group !== undefined && { group }) }} look={previewMany} queue={queueMany} {...rest} />;
}
