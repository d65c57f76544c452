// How the window is built: plain files for a strict content security policy, nothing inline.
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  plugins: [react()],
  server: { port: 5173, strictPort: true, fs: { allow: ['..'] }, proxy: devhost() },
  build: {
    target: 'safari16',
    assetsInlineLimit: 0,
    modulePreload: false,
    // One file: it is read from the program itself, never over a network.
    chunkSizeWarningLimit: 2000,
  },
  test: { environment: 'happy-dom', include: ['src/**/*.test.ts'] },
});

/** `npm run dev` with KONTOR_DEVHOST_URL set answers commands from a running kontor-devhost. */
function devhost() {
  const url = process.env.KONTOR_DEVHOST_URL;
  return url ? { '/call': url, '/events': url } : undefined;
}
