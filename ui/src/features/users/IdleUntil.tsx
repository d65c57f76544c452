// Above a list that asks for how long nobody has signed in: until when that is known.
import { filtersOf, useParams } from '../../app/route';
import { SignInsAsOf } from '../../components/SignInsAsOf';

export function IdleUntil() {
  const filters = filtersOf(useParams()[0]);
  const asks = filters.idle !== undefined || filters.seat !== undefined;
  return (
    asks && (
      <div style={{ padding: '0 24px 8px' }}>
        <SignInsAsOf />
      </div>
    )
  );
}
