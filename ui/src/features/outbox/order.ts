// Which operations are over: their projection is gone and nothing more happens to them.
import type { State } from '../../gen/types';

const over: ReadonlySet<State> = new Set<State>(['done', 'failed', 'discarded', 'replaced']);

export function isOver(state: State): boolean {
  return over.has(state);
}
