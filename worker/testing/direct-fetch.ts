// The platform's fetch for tests that speak to their own fakes. The setup file imports this before anything of the
// product runs, and the product closes the global fetch at start.
export const directFetch: typeof fetch = globalThis.fetch.bind(globalThis)
