// What a card of the outbox says: what happened, what comes next, and which step is the first to think of.
import type { ParseKeys } from 'i18next';
import type { Connection, Hold, OperationView } from '../../gen/types';
import { editable } from './editable';

/** What a button does. `mine` and `theirs` end a conflict. */
export type Step = Own | 'mine' | 'theirs';
type Own = 'approve' | 'edit' | 'retry' | 'discard' | 'acknowledge' | 'undo' | 'tell';

export interface Story {
  happened: ParseKeys;
  /** None when nothing comes next. */
  next: ParseKeys | null;
  steps: Step[];
  /** Whether it waits for the admin. */
  urgent: boolean;
  /** Whether the first step stands out. */
  advised: boolean;
}

/** What helps depends on what the admin finds out first: a step that stands out might be taken for advice. */
const openQuestion: ReadonlySet<Hold> = new Set<Hold>(['outcome-unknown', 'dependency']);

/** Where sending it again is not the first thing to think of. */
const heldSteps: Partial<Record<Hold, Own[]>> = {
  'target-gone': ['discard', 'approve'],
  // It would happen twice if both let it go.
  exported: ['discard', 'approve'],
  'name-taken': ['edit', 'approve', 'discard'],
  'secret-gone': ['edit', 'discard', 'approve'],
  // Another one might take effect beside it: what became of this one comes first.
  'outcome-unknown': ['approve', 'discard', 'edit'],
};

export function storyOf(operation: OperationView, connection: Connection | undefined): Story {
  const { state, hold, sentAt, error } = operation;
  const can = (step: Own) => operation.actions.includes(step) && (step !== 'edit' || editable.has(operation.operation));
  const some = (steps: Own[]): Step[] => steps.filter(can);
  const calm = { steps: some(['edit', 'discard', 'undo']), urgent: false, advised: false };
  switch (state) {
    case 'queued':
      return { happened: error ? 'story.notThrough' : 'state.queued.text', next: nextOfQueued(operation, connection), ...calm };
    case 'held': {
      if (hold === null) return { happened: 'state.held.text', next: null, steps: some(['approve', 'edit', 'discard']), urgent: true, advised: true };
      return { happened: `hold.${hold}.text`, next: `hold.${hold}.next`, steps: some(heldSteps[hold] ?? ['approve', 'edit', 'discard']), urgent: true, advised: !openQuestion.has(hold) };
    }
    case 'conflict':
      return { happened: 'state.conflict.text', next: 'story.choose', steps: operation.actions.includes('resolve') ? ['mine', 'theirs', ...some(['edit'])] : [], urgent: true, advised: false };
    case 'failed': {
      const urgent = !operation.acknowledged;
      return can('retry')
        ? { happened: 'state.failed.text', next: 'story.seeTo', steps: some(['retry', 'edit', 'acknowledge']), urgent, advised: urgent }
        : { happened: 'state.failed.text', next: 'story.askAnew', steps: some(['edit', 'acknowledge']), urgent, advised: urgent };
    }
    case 'sending':
      return { happened: 'state.sending.text', next: 'story.wait', ...calm };
    case 'waiting':
      return { happened: 'state.waiting.text', next: 'story.looks', ...calm };
    case 'unknown':
      return { happened: 'state.unknown.text', next: 'story.findsOut', ...calm };
    case 'guided':
      // The card has the steps, once its turn has come.
      return { happened: 'state.guided.text', next: operation.waitsFor === null ? null : 'story.behind', ...calm, steps: some(['tell', 'edit', 'discard']) };
    case 'done':
      // A mail that was taken is not seen anywhere.
      return { happened: doneText(operation), next: null, ...calm };
    case 'discarded':
      // What was sent and then given up may have taken effect all the same.
      return { happened: sentAt === null ? 'state.discarded.text' : 'story.givenUp', next: null, ...calm };
    default:
      return { happened: `state.${state}.text`, next: null, ...calm };
  }
}

function doneText({ evidence }: OperationView): ParseKeys {
  if (evidence?.kind === 'told') return 'story.told';
  return evidence?.kind === 'accepted' ? 'story.accepted' : 'state.done.text';
}

function nextOfQueued({ waitsFor, error }: OperationView, connection: Connection | undefined): ParseKeys {
  if (waitsFor !== null) return 'story.behind';
  if (connection !== 'online') return 'story.offline';
  return error === null ? 'story.goesOut' : 'story.again';
}
