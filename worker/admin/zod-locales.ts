// Zod brings its messages in sixty languages, and its OpenAPI companion keeps a bundler from leaving them out. The admin
// API speaks one; wrangler.toml puts this in the place of the others.
export { default as en } from 'zod/v4/locales/en.js'
