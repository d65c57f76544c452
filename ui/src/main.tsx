// Where the window begins.
import { createRoot } from 'react-dom/client';
import { App } from './app/App';
import { FaultBoundary } from './app/FaultBoundary';
import './i18n/i18n';

const root = document.getElementById('root');
if (root) {
  createRoot(root).render(
    <FaultBoundary>
      <App />
    </FaultBoundary>,
  );
}
