// Builds the dashboard into dashboard/dist, which Pages hosts, and the Worker's static assets on one port.
import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import tailwind from '@tailwindcss/vite'
import { defineConfig, type Plugin } from 'vite'
import solid from 'vite-plugin-solid'
import { publicOriginOf, withConnectOrigin } from './connect-origin.ts'

/** Where `vite` finds the API while the dashboard is worked on; `npm start` prints it. */
const API_ORIGIN = process.env['LIMEN_URL'] ?? 'http://127.0.0.1:8787'

/** On Pages the servers are at another origin than the pages, whose policy must let the inspector reach them. */
function admitServers(): Plugin {
  return {
    name: 'limen-connect-origin',
    apply: 'build',
    closeBundle() {
      const origin = publicOriginOf(readFileSync(path.join(import.meta.dirname, '../wrangler.toml'), 'utf8'))
      const file = path.join(import.meta.dirname, 'dist/_headers')
      writeFileSync(file, withConnectOrigin(readFileSync(file, 'utf8'), origin))
    },
  }
}

export default defineConfig({
  root: import.meta.dirname,
  plugins: [tailwind(), solid(), admitServers()],
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
