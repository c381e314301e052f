// Builds the dashboard into dashboard/dist, which Pages hosts, and the Worker's static assets on one port.
import tailwind from '@tailwindcss/vite'
import { defineConfig } from 'vite'
import solid from 'vite-plugin-solid'

/** Where `vite` finds the API while the dashboard is worked on; `npm start` prints it. */
const API_ORIGIN = process.env['LIMEN_URL'] ?? 'http://127.0.0.1:8787'

export default defineConfig({
  root: import.meta.dirname,
  plugins: [tailwind(), solid()],
  build: {
    target: 'es2024',
    outDir: 'dist',
    emptyOutDir: true,
    // The Content-Security-Policy allows neither inline scripts nor data: scripts.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
  // Writes name the origin they come from; here that is the development server's, so it says the API's.
  server: { proxy: { '/api/': { target: API_ORIGIN, changeOrigin: true, headers: { origin: API_ORIGIN } } } },
})
